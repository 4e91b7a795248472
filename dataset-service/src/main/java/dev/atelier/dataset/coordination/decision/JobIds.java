package dev.atelier.dataset.coordination.decision;

import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.JobId;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.dataset.coordination.ledger.KnownJobs;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import java.util.Optional;
import java.util.function.Function;

/**
 * The two ids that a requested job can have. Jobs that take files of the same content from different sources have the same
 * result and one id, and its result is reused wherever its files were. While the job of that id waits or runs with another
 * source, however, that source can be one that is missing or forbidden, and would fail a job that never named it. The
 * requested job then has an id of its own, in which its sources count, and is trained beside the other. It keeps that id while it
 * waits or runs and once it has a result, which is reused where the same sources are named: requested again, it is the same job.
 */
final class JobIds {
    private final Job job;
    private final String ofContent;
    private final String ofSources;

    /** @param nonce makes another job of the same request */
    JobIds(Job job, String datasetDigest, String platformVersion, Optional<String> nonce) {
        this.job = job;
        this.ofContent = JobId.of(job, datasetDigest, platformVersion, nonce);
        this.ofSources = JobId.ofSources(job, datasetDigest, platformVersion, nonce);
    }

    /**
     * Chooses the id that the job has.
     *
     * @param jobs what is known of jobs
     * @param queued the job of an id that the same submission queues
     */
    String choose(KnownJobs jobs, Function<String, Optional<JobQueued>> queued) {
        if (ofContent.equals(ofSources)) {
            return ofContent;
        }
        boolean hasOwn = queued.apply(ofSources).isPresent()
                || jobs.job(ofSources)
                        .filter(own -> hasResult(own) || open(jobs, own).isPresent())
                        .isPresent();
        if (hasOwn) {
            return ofSources;
        }
        Optional<LedgerJob> known = jobs.job(ofContent);
        if (known.filter(JobIds::hasResult).isPresent()) {
            return ofContent;
        }
        Optional<JobQueued> open = queued.apply(ofContent).or(() -> known.flatMap(other -> open(jobs, other)));
        return open.filter(other -> !JobId.haveSameSources(job, other.request()))
                        .isPresent()
                ? ofSources
                : ofContent;
    }

    private static boolean hasResult(LedgerJob job) {
        return job.state() == JobState.COMPLETED || job.isRestoring();
    }

    /** How a job was queued that others can join. */
    private static Optional<JobQueued> open(KnownJobs jobs, LedgerJob job) {
        return jobs.cancellation(job).isPresent() ? Optional.empty() : job.queued();
    }
}
