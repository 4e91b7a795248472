package dev.atelier.dataset.coordination.search;

import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.event.TrialStarted;
import dev.atelier.contracts.job.EvaluationSpec;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.JobCheck;
import dev.atelier.contracts.schema.Violations;
import dev.atelier.search.study.SearchDefinition;
import dev.atelier.search.study.TrialNames;
import java.util.List;
import java.util.Optional;

/** The jobs of trials that have begun. */
public final class TrialJobs {
    private TrialJobs() {}

    /**
     * The job of a trial with one seed; nothing where it is wrong by now.
     *
     * @param check finds what is wrong with it beyond its schema
     */
    public static Optional<Job> of(SearchDefinition definition, TrialStarted trial, long seed, JobCheck check) {
        return definition.job(
                TrialNames.trial(trial.trial(), trial.parameters()),
                trial.parameters(),
                seed,
                check,
                new Violations(Deadline.none()));
    }

    /** How it is evaluated, which its dataset does not decide. */
    public static Optional<EvaluationSpec> evaluation(SearchDefinition definition, TrialStarted trial, long seed) {
        return of(definition, trial, seed, job -> List.of()).map(Job::evaluation);
    }
}
