package dev.atelier.cli.invocation;

import dev.atelier.contracts.job.Priority;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --priority} of the commands that submit something. */
public final class PriorityOption {
    /** The option's name. */
    public static final String NAME = "--priority";

    @Option(
            names = NAME,
            paramLabel = "LEVEL",
            completionCandidates = Words.class,
            description = "How soon it is trained: high, normal or low. Default: what is written, or normal.")
    private @Nullable String word;

    /** The words for priorities, for completion too. */
    public static final class Words implements Iterable<String> {
        static List<String> all() {
            return Stream.of(Priority.values()).map(Priority::word).toList().reversed();
        }

        @Override
        public Iterator<String> iterator() {
            return all().iterator();
        }
    }

    /** @throws UsageException if it is not the word for a priority */
    public Optional<Priority> priority() {
        return read(word);
    }

    /**
     * The priority that was typed, if any.
     *
     * @throws UsageException if it is not the word for a priority
     */
    public static Optional<Priority> read(@Nullable String typed) {
        if (typed != null && !Words.all().contains(typed)) {
            throw new UsageException(NAME + " is '" + typed + "'; expected one of " + String.join(", ", Words.all()));
        }
        return Optional.ofNullable(typed).map(Priority::of);
    }
}
