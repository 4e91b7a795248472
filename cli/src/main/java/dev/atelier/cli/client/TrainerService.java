package dev.atelier.cli.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A trainer: deletes what it keeps for too long. */
public final class TrainerService {
    private static final Duration SWEEP_TIMEOUT = Duration.ofMinutes(5);
    private static final String PATH = "/api/admin/gc";

    private final Http http;

    public TrainerService(String name, String url) {
        this.http = new Http(name, url);
    }

    /** What a sweep deleted, or would delete. */
    public record Swept(boolean dryRun, List<Kind> kinds) {
        public Swept {
            kinds = List.copyOf(kinds);
        }
    }

    /**
     * The outcome for one kind.
     *
     * @param items the first of what was deleted; {@code count} and {@code bytes} are of all
     * @param failure why not all was deleted; null where it was
     */
    public record Kind(
            String kind,
            String folder,
            int count,
            long bytes,
            @Nullable String failure,
            List<Item> items) {
        public Kind {
            items = List.copyOf(items);
        }
    }

    /** One entry that was deleted, or would be. */
    public record Item(String name, long bytes, String reason) {}

    /** What is due to be deleted. */
    public Swept examine() {
        return http.read(http.get(PATH, SWEEP_TIMEOUT), Swept.class);
    }

    /** Deletes what is due. */
    public Swept sweep() {
        return http.read(http.post(PATH, JsonNodeFactory.instance.objectNode(), SWEEP_TIMEOUT), Swept.class);
    }
}
