package dev.atelier.dataset.coordination.submission;

import dev.atelier.contracts.message.Traces;
import dev.atelier.dataset.coordination.decision.Decision;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.log.LedgerProgress;
import dev.atelier.dataset.coordination.log.TransactionalWriter;
import dev.atelier.dataset.coordination.log.TransactionalWriter.Fence;
import dev.atelier.dataset.coordination.log.TransactionalWriter.SupersededException;
import dev.atelier.dataset.coordination.request.Request;
import dev.atelier.dataset.coordination.request.Submission;
import dev.atelier.dataset.coordination.request.SubmissionChecks;
import dev.atelier.dataset.coordination.request.WaitingSubmissions;
import dev.atelier.dataset.coordination.request.WaitingSubmissions.Waiting;
import dev.atelier.dataset.coordination.submission.AnswerPreparation.Prepared;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/**
 * Where decisions are made: one at a time, on one thread, each with a ledger that holds everything that was written before
 * it, each written in one transaction. A submission whose datasets are still being fetched, or whose check takes long,
 * waits while others are answered, and so does one with which this service itself failed; what is committed is the offset
 * of the earliest that has no answer. While the broker is unavailable everything waits. The stages that are returned
 * never fail.
 */
final class SubmissionProcessor implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SubmissionProcessor.class);
    private static final Duration LEDGER_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration DELAY_AFTER_FAILURE = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration WATCH = Duration.ofMillis(20);
    /** Waiting submissions that are answered before a new one gets its turn. */
    private static final int RELEASED_AT_ONCE = 10;
    /** Failures to write one answer, after which this service starts again. */
    private static final int FAILURES_SURVIVED = 10;

    private final ScheduledExecutorService thread;
    private final SubmissionChecks checks;
    private final Ledger ledger;
    private final LedgerProgress progress;
    private final TransactionalWriter writer;
    private final SubmissionsReader submissions;
    private final SubmissionMeters meters;
    private final AnswerPreparation answers;
    private final Runnable leave;
    private final WaitingSubmissions waiting = new WaitingSubmissions();
    private final Deque<CompletableFuture<Void>> held = new ArrayDeque<>();
    private volatile long lastTurn = System.nanoTime();

    /**
     * @param leave ends the process, so that it is started again; called where another writes in its place, or where this
     *     one fails again and again
     */
    SubmissionProcessor(
            SubmissionChecks checks,
            Decision decision,
            Ledger ledger,
            LedgerProgress progress,
            TransactionalWriter writer,
            SubmissionsReader submissions,
            SubmissionMeters meters,
            InstantSource clock,
            Runnable leave) {
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("processor").daemon().factory());
        this.checks = checks;
        this.ledger = ledger;
        this.progress = progress;
        this.writer = writer;
        this.submissions = submissions;
        this.meters = meters;
        this.answers = new AnswerPreparation(checks, decision, waiting, clock);
        this.leave = leave;
    }

    /** Begins to process waiting submissions, and runs the searches, the reconciler and the dispatcher periodically on the processor's thread. */
    void start(Reconciler reconciler, SearchCoordinator searches, JobDispatcher dispatcher, Duration every) {
        repeat(() -> reconciler.write(submissions), every);
        repeat(
                () -> {
                    if (searches.write(submissions)) {
                        reconciler.write(submissions);
                    }
                },
                WATCH);
        repeat(this::release, LOOK);
        repeat(() -> dispatcher.write(submissions), WATCH);
    }

    /**
     * Answers a submission, or lets it wait.
     *
     * @param generation of the reader's group, when the submission was read
     * @return completed once another submission can be taken
     */
    CompletionStage<Void> answer(Submission submission, int generation) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        thread.execute(() -> {
            waiting.read(submission.origin().offset(), generation);
            runGuarded(() -> answer(submission, generation, () -> checks.checkShortly(submission)));
            held.add(taken);
            takeNext();
        });
        return taken;
    }

    /** Submissions that wait, and for what. */
    WaitingSubmissions waiting() {
        return waiting;
    }

    /** How long ago the thread last did something; it does so many times a minute. */
    Duration sinceLastTurn() {
        return Duration.ofNanos(System.nanoTime() - lastTurn);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        checks.close();
        writer.close();
    }

    private interface Task {
        void run() throws SupersededException, InterruptedException;
    }

    private void repeat(Task task, Duration every) {
        thread.scheduleWithFixedDelay(() -> runGuarded(task), 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs a task; a failure does not keep later ones from running. */
    private void runGuarded(Task task) {
        lastTurn = System.nanoTime();
        try {
            task.run();
        } catch (SupersededException e) {
            endProcess(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            if (!thread.isShutdown()) {
                LOG.warnf("Submissions and jobs cannot be processed now, retrying: %s", e);
            }
        }
    }

    private void takeNext() {
        if (waiting.hasRoom()) {
            held.forEach(taken -> taken.complete(null));
            held.clear();
        }
    }

    private void release() throws SupersededException, InterruptedException {
        Optional<Integer> generation = waiting.generation();
        if (generation.isPresent() && !submissions.isCurrent(generation.get())) {
            // The partition's new owner reads them again from the last committed offset.
            waiting.clear();
        }
        for (Waiting each : waiting.ready().stream().limit(RELEASED_AT_ONCE).toList()) {
            answer(each.submission(), generation.orElseThrow(), each.reason()::check);
        }
        takeNext();
    }

    private void answer(Submission submission, int generation, Supplier<Request> check)
            throws SupersededException, InterruptedException {
        Span span = Traces.begin("answer submission", submission.trace())
                .setAttribute("atelier.submission", submission.id());
        try (Scope current = span.makeCurrent()) {
            answerOnce(submission, generation, check);
        } finally {
            span.end();
        }
    }

    private void answerOnce(Submission submission, int generation, Supplier<Request> check)
            throws SupersededException, InterruptedException {
        boolean isTooLarge = false;
        for (int failures = 0; !thread.isShutdown(); ) {
            lastTurn = System.nanoTime();
            try {
                writer.settle();
                progress.awaitCaughtUp(LEDGER_TIMEOUT);
                if (ledger.isAnswered(submission.id())) {
                    waiting.remove(submission);
                    return;
                }
                Optional<Fence> fence =
                        submissions.fence(submission.origin().partition(), waiting.nextAfter(submission), generation);
                if (fence.isEmpty()) {
                    LOG.infof("%s is left to the topic's current reader", submission.origin());
                    waiting.remove(submission);
                    return;
                }
                Optional<Prepared> answer = isTooLarge
                        ? Optional.of(answers.rejectTooLarge(submission))
                        : answers.prepare(submission, check);
                if (answer.isPresent()) {
                    writer.commit(answer.get().records(), fence.get());
                    waiting.remove(submission);
                    meters.countAnswer(answer.get().answer());
                }
                return;
            } catch (RecordTooLargeException e) {
                isTooLarge = true;
            } catch (KafkaException e) {
                LOG.warnf("%s is not answered yet: %s", submission.origin(), e);
                Thread.sleep(DELAY_AFTER_FAILURE);
            } catch (RuntimeException | Error e) {
                LOG.errorf(e, "%s is not answered yet", submission.origin());
                if (++failures > FAILURES_SURVIVED) {
                    endProcess(e);
                    return;
                }
                Thread.sleep(DELAY_AFTER_FAILURE);
            }
        }
    }

    private void endProcess(Throwable reason) {
        LOG.error("This process exits, to be restarted", reason);
        leave.run();
    }
}
