package dev.atelier.dataset.coordination.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.schema.Violations;
import dev.atelier.search.study.SearchDefinition;
import dev.atelier.search.study.TrialNames;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The jobs of trials that were checked when their trial began. */
public final class TrialJobs {
    private TrialJobs() {}

    /** The job of a trial with one seed; nothing where this version cannot resolve it. */
    public static Optional<Job> of(
            SearchDefinition definition, int trial, SortedMap<String, JsonNode> parameters, long seed) {
        return definition.job(
                TrialNames.trial(trial, parameters),
                parameters,
                seed,
                job -> List.of(),
                new Violations(Deadline.none()));
    }
}
