package dev.atelier.dataset.submission;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.job.Family;
import dev.atelier.contracts.tracing.Traces;
import dev.atelier.dataset.ledger.Journal;
import dev.atelier.dataset.ledger.Journal.Fence;
import dev.atelier.dataset.ledger.Journal.SupersededException;
import dev.atelier.dataset.ledger.Ledger;
import dev.atelier.dataset.ledger.LedgerProgress;
import dev.atelier.dataset.ledger.Records;
import dev.atelier.dataset.ledger.SetAsideReports;
import dev.atelier.dataset.ledger.ShareGroups;
import dev.atelier.dataset.ledger.Upkeep;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/**
 * Where decisions are made: one at a time, on one thread, each with a ledger that holds everything that was written before
 * it, each written in one transaction. A submission is held until its answer is known to be committed; while the broker is
 * away that takes as long as it takes. The stages that it returns never fail.
 */
final class SubmissionDesk implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SubmissionDesk.class);
    private static final Duration LEDGER_PATIENCE = Duration.ofSeconds(15);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("desk").daemon().factory());
    private final SubmissionReader reader;
    private final Decision decision;
    private final Ledger ledger;
    private final LedgerProgress progress;
    private final Journal journal;
    private final ShareGroups groups;
    private final SetAsideReports setAside;
    private final SubmissionsReader submissions;
    private final SubmissionMeters meters;
    private final InstantSource clock;
    private final Runnable leave;

    /**
     * @param leave ends the process, so that it is started again; called where another writes in its place
     */
    SubmissionDesk(
            SubmissionReader reader,
            Decision decision,
            Ledger ledger,
            LedgerProgress progress,
            Journal journal,
            ShareGroups groups,
            SetAsideReports setAside,
            SubmissionsReader submissions,
            SubmissionMeters meters,
            InstantSource clock,
            Runnable leave) {
        this.reader = reader;
        this.decision = decision;
        this.ledger = ledger;
        this.progress = progress;
        this.journal = journal;
        this.groups = groups;
        this.setAside = setAside;
        this.submissions = submissions;
        this.meters = meters;
        this.clock = clock;
        this.leave = leave;
    }

    /** Begins to look after lost and cancelled jobs. */
    void startUpkeep(Duration every) {
        thread.scheduleWithFixedDelay(this::keepUp, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Answers a submission.
     *
     * @param generation of the reader's group, when the submission was read
     */
    CompletionStage<Void> answer(Submission submission, int generation) {
        return CompletableFuture.runAsync(() -> answerTraced(submission, generation), thread)
                .exceptionally(failure -> {
                    LOG.errorf(failure, "Submission %s is left to the next reader", submission.origin());
                    return null;
                });
    }

    @Override
    public void close() {
        thread.shutdownNow();
        journal.close();
    }

    private void answerTraced(Submission submission, int generation) {
        Span span = Traces.begin("answer submission", submission.trace())
                .setAttribute("atelier.submission", submission.id());
        try (Scope current = span.makeCurrent()) {
            answerOnce(submission, generation);
        } finally {
            span.end();
        }
    }

    private void answerOnce(Submission submission, int generation) {
        boolean isTooLarge = false;
        while (!thread.isShutdown()) {
            try {
                journal.settle();
                progress.awaitCaughtUp(LEDGER_PATIENCE);
                if (ledger.isAnswered(submission.id())) {
                    return;
                }
                Optional<Fence> fence = submissions.fence(
                        submission.origin().partition(), submission.origin().offset(), generation);
                if (fence.isEmpty()) {
                    LOG.infof("%s is left to the topic's present reader", submission.origin());
                    return;
                }
                Answer answer = isTooLarge ? tooLarge(submission) : decide(submission);
                journal.commit(records(answer), fence.get());
                meters.answered(answer);
                return;
            } catch (RecordTooLargeException e) {
                isTooLarge = true;
            } catch (SupersededException e) {
                leave(e);
                return;
            } catch (KafkaException e) {
                LOG.warnf("%s is not answered yet: %s", submission.origin(), e);
                submissions.forget();
                if (!paused()) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Whatever is wrong with a submission, and even if what is wrong is this service, it has an answer. */
    private Answer decide(Submission submission) {
        try {
            return decision.decide(submission, reader.read(submission.value()), clock.instant());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(e, "%s cannot be processed", submission.origin());
            return Decision.failed(submission, e.toString(), clock.instant());
        }
    }

    private Answer tooLarge(Submission submission) {
        return Decision.rejected(submission, Request.Wrong.tooManyJobs(), clock.instant());
    }

    private void keepUp() {
        try {
            Optional<Fence> fence = submissions.fence();
            if (fence.isPresent()) {
                journal.settle();
            }
            Map<Family, Long> firstInHand = groups.firstInHand();
            progress.awaitCaughtUp(LEDGER_PATIENCE);
            if (fence.isEmpty()) {
                return;
            }
            Upkeep upkeep = Upkeep.due(ledger, firstInHand, clock.instant());
            List<RecordSetAside> reports = setAside.due();
            if (!upkeep.isNothing() || !reports.isEmpty()) {
                journal.commit(records(upkeep, reports), fence.get());
                upkeep.queued().forEach(job -> LOG.warnf("Job %s was lost and is queued again", job.job()));
            }
        } catch (SupersededException e) {
            leave(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (thread.isShutdown()) {
                return;
            }
            LOG.warnf("Lost and cancelled jobs are looked for later: %s", e);
        }
    }

    private static List<ProducerRecord<byte[], byte[]>> records(Answer answer) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        if (answer instanceof Answer.Accepted accepted) {
            accepted.queued().forEach(job -> records.add(Records.job(job)));
        }
        answer.events().forEach(event -> records.add(Records.event(event)));
        records.forEach(record -> Traces.carryOn(record.headers()));
        return records;
    }

    private static List<ProducerRecord<byte[], byte[]>> records(Upkeep upkeep, List<RecordSetAside> reports) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (JobQueued job : upkeep.queued()) {
            records.add(Records.job(job));
            records.add(Records.event(job));
        }
        for (Event event : upkeep.events()) {
            records.add(Records.event(event));
        }
        upkeep.controls().forEach((id, control) -> records.add(Records.control(id, control)));
        reports.forEach(report -> records.add(Records.event(report)));
        return records;
    }

    private void leave(SupersededException e) {
        LOG.error("This process ends, to be started again", e);
        leave.run();
    }

    private static boolean paused() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
