package dev.atelier.results.projection.submission;

import dev.atelier.contracts.metric.Objective;
import dev.atelier.results.projection.LogPosition;
import java.time.Instant;
import java.util.Optional;

/**
 * A study as one submission requested it. The same study can be requested by several submissions, which stand side by
 * side: readers use the latest.
 *
 * @param objective what its variants are chosen by
 * @param baseline the variant that others are compared with
 */
public record StudyRow(
        String id,
        String submission,
        String name,
        String description,
        Objective objective,
        Optional<String> baseline,
        Instant acceptedAt,
        LogPosition changed) {}
