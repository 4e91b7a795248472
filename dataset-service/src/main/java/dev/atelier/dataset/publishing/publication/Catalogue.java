package dev.atelier.dataset.publishing.publication;

import dev.atelier.contracts.dataset.DatasetManifest;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Which datasets there are, by name, and why some are unavailable. */
@Singleton
public class Catalogue {
    private final ConcurrentSkipListMap<String, Entry> entries = new ConcurrentSkipListMap<>();

    /** A dataset that this service offers. */
    public sealed interface Entry {
        String name();
    }

    /**
     * It is in the topics.
     *
     * @param notice a sentence that explains why this is what was published before, and may not be what its files hold now;
     *     empty where it is
     */
    public record Available(DatasetManifest manifest, String notice) implements Entry {
        public Available(DatasetManifest manifest) {
            this(manifest, "");
        }

        @Override
        public String name() {
            return manifest.name();
        }
    }

    /**
     * It is not in the topics, at least not yet.
     *
     * @param reason a sentence
     * @param pending whether it is still on its way: being fetched or published, or kept from that by what may pass
     */
    public record Unavailable(String name, String reason, boolean pending) implements Entry {
        public Unavailable(String name, String reason) {
            this(name, reason, false);
        }
    }

    public void put(Entry entry) {
        entries.put(entry.name(), entry);
    }

    public Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** The manifest with this key, of an available dataset. */
    public Optional<DatasetManifest> manifest(String key) {
        return entries.values().stream()
                .filter(Available.class::isInstance)
                .map(entry -> ((Available) entry).manifest())
                .filter(manifest -> manifest.key().equals(key))
                .findFirst();
    }

    /** All of them, by name. */
    public Collection<Entry> all() {
        return List.copyOf(entries.values());
    }

    /** Names of the available ones. */
    public List<String> availableNames() {
        return entries.values().stream()
                .filter(Available.class::isInstance)
                .map(Entry::name)
                .toList();
    }
}
