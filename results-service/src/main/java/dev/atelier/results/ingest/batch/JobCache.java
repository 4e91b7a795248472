package dev.atelier.results.ingest.batch;

import dev.atelier.results.projection.JobHistory;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Jobs that have not ended as they stand in the tables, so that a batch need not read again what the batch before it wrote.
 * Holds only what a transaction wrote that has not failed; a writer that finds that another has written clears it. Used from
 * one thread.
 */
final class JobCache {
    private static final int MOST_JOBS = 4096;
    private static final float LOAD_FACTOR = 0.75F;

    private final Map<String, JobHistory> jobs = new LinkedHashMap<>(MOST_JOBS, LOAD_FACTOR, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JobHistory> eldest) {
            return size() > MOST_JOBS;
        }
    };

    void clear() {
        jobs.clear();
    }

    /** Those of these jobs that are held, without epochs. */
    Map<String, JobHistory> get(Collection<String> ids) {
        Map<String, JobHistory> found = new HashMap<>();
        for (String id : ids) {
            Optional.ofNullable(jobs.get(id)).ifPresent(job -> found.put(id, job));
        }
        return found;
    }

    /** Takes over a job that was written. */
    void put(JobHistory written) {
        String id = written.job().id();
        if (written.job().state().hasEnded()) {
            jobs.remove(id);
        } else {
            jobs.put(id, written.saved());
        }
    }
}
