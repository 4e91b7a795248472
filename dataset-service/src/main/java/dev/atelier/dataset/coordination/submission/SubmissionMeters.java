package dev.atelier.dataset.coordination.submission;

import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.dataset.coordination.decision.Answer;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.dataset.coordination.request.Request;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The meters of this service, with fixed sets of labels: {@code atelier_submissions_accepted_total},
 * {@code atelier_submissions_rejected_total{reason}}, {@code atelier_ledger_jobs{family,state}} and
 * {@code atelier_queue_oldest_age_seconds{family}}.
 */
final class SubmissionMeters {
    private static final String JOBS = "atelier.ledger.jobs";
    private static final String OLDEST = "atelier.queue.oldest.age";

    private final MeterRegistry registry;

    SubmissionMeters(MeterRegistry registry, Ledger ledger, InstantSource clock) {
        this.registry = registry;
        // Those of an earlier ledger of this process would stay in the place of these, and show nothing once it is
        // gone.
        Stream.of(JOBS, OLDEST)
                .flatMap(name -> registry.find(name).meters().stream())
                .toList()
                .forEach(registry::remove);
        registry.counter("atelier.submissions.accepted");
        for (Request.Reason reason : Request.Reason.values()) {
            registry.counter("atelier.submissions.rejected", "reason", reason.label());
        }
        for (Family family : Families.known()) {
            for (JobState state : new JobState[] {JobState.QUEUED, JobState.RUNNING, JobState.PAUSED}) {
                Gauge.builder(JOBS, ledger, all -> count(all, family, state))
                        .description("Jobs that have not ended")
                        .tag("family", family.name())
                        .tag("state", state.label())
                        .register(registry);
            }
            Gauge.builder(OLDEST, ledger, all -> oldest(all, family, clock.instant()))
                    .description("How long the longest waiting job has waited; 0 where none waits")
                    .baseUnit("seconds")
                    .tag("family", family.name())
                    .register(registry);
        }
    }

    void countAnswer(Answer answer) {
        switch (answer) {
            case Answer.Accepted ignored ->
                registry.counter("atelier.submissions.accepted").increment();
            case Answer.Rejected(var event) ->
                registry.counter("atelier.submissions.rejected", "reason", event.reason())
                        .increment();
        }
    }

    private static double count(Ledger ledger, Family family, JobState state) {
        return ledger.openJobs().stream()
                .filter(job -> job.state() == state && isOf(job, family))
                .count();
    }

    private static double oldest(Ledger ledger, Family family, Instant now) {
        return ledger.openJobs().stream()
                .filter(job -> job.state() == JobState.QUEUED && isOf(job, family))
                .map(LedgerJob::queued)
                .flatMap(Optional::stream)
                .map(JobQueued::waitsSince)
                .min(Instant::compareTo)
                .map(since -> Duration.between(since, now).toMillis() / 1000.0)
                .orElse(0.0);
    }

    private static boolean isOf(LedgerJob job, Family family) {
        return job.queued()
                .filter(queued -> queued.request().family().equals(family))
                .isPresent();
    }
}
