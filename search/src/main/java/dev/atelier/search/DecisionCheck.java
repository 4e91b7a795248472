package dev.atelier.search;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Computes the decisions of a history again, each from the entries before it. */
public final class DecisionCheck {
    private DecisionCheck() {}

    /**
     * A recorded step that is not the one that follows from the entries before it.
     *
     * @param entry number of the step among the entries, from 0
     * @param expected what follows; null if the search would have waited
     */
    public record Mismatch(
            int entry, SearchStep recorded, @Nullable SearchStep expected) {}

    /** The first mismatch; nothing if every decision follows. */
    public static Optional<Mismatch> firstMismatch(SearchAlgorithm algorithm, SearchHistory history) {
        SearchHistory before = history.first(0);
        for (int i = 0; i < history.entries().size(); i++) {
            SearchEntry entry = history.entries().get(i);
            if (entry instanceof SearchStep recorded) {
                SearchStep expected =
                        before.hasEnded() ? null : algorithm.step(before).orElse(null);
                if (!recorded.equals(expected)) {
                    return Optional.of(new Mismatch(i, recorded, expected));
                }
            }
            before = before.with(entry);
        }
        return Optional.empty();
    }
}
