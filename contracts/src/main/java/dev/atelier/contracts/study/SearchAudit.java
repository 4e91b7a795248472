package dev.atelier.contracts.study;

import java.util.List;

/**
 * Whether everything that a search decided follows from the log.
 *
 * @param decisions how many were computed again
 * @param observations how many were
 * @param differences the first 100 things that are not as they were recorded, in sentences
 */
public record SearchAudit(int decisions, int observations, List<String> differences) {
    public SearchAudit {
        differences = List.copyOf(differences);
    }
}
