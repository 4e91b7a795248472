package dev.atelier.dataset.coordination.request;

import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.job.JobId;
import java.util.Optional;

/** The version of Atelier that queued a job. It is part of the job's id. */
public final class TrainingVersion {
    private TrainingVersion() {}

    /**
     * Whether the same request would be the same job by a version.
     *
     * @param nonce of the job; empty where it was not requested as another job of the same request
     */
    public static boolean isOf(JobQueued queued, String platformVersion, Optional<String> nonce) {
        return queued.job().equals(JobId.of(queued.request(), queued.datasetDigest(), platformVersion, nonce))
                || queued.job()
                        .equals(JobId.ofSources(queued.request(), queued.datasetDigest(), platformVersion, nonce));
    }

    /** The same, whether it was requested as another job or not. */
    static boolean isOf(JobQueued queued, String platformVersion) {
        return isOf(queued, platformVersion, Optional.empty())
                || isOf(queued, platformVersion, Optional.of(queued.submission()));
    }
}
