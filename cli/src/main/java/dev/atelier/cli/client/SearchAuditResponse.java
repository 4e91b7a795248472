package dev.atelier.cli.client;

import java.util.List;

/**
 * Whether what a search decided follows from the log.
 *
 * @param decisions how many were computed again
 * @param observations how many were
 * @param differences what is not as it was recorded, in sentences
 */
public record SearchAuditResponse(int decisions, int observations, List<String> differences) {
    public SearchAuditResponse {
        differences = List.copyOf(differences);
    }
}
