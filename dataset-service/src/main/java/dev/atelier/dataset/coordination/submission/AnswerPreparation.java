package dev.atelier.dataset.coordination.submission;

import dev.atelier.dataset.coordination.decision.Answer;
import dev.atelier.dataset.coordination.decision.Decision;
import dev.atelier.dataset.coordination.request.AnotherTry;
import dev.atelier.dataset.coordination.request.Request;
import dev.atelier.dataset.coordination.request.Submission;
import dev.atelier.dataset.coordination.request.SubmissionChecks;
import dev.atelier.dataset.coordination.request.WaitingSubmissions;
import dev.atelier.dataset.coordination.request.WaitingSubmissions.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Prepares the answer to a submission, or has the submission wait: for what its check needs, or after a failure. */
final class AnswerPreparation {
    private static final Logger LOG = Logger.getLogger(AnswerPreparation.class);
    /** Failures of this service with one submission, after which it rejects it; a lack of memory does not count. */
    static final int FAILURES_ANSWERED = 5;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final SubmissionChecks checks;
    private final Decision decision;
    private final WaitingSubmissions waiting;
    private final InstantSource clock;

    AnswerPreparation(SubmissionChecks checks, Decision decision, WaitingSubmissions waiting, InstantSource clock) {
        this.checks = checks;
        this.decision = decision;
        this.waiting = waiting;
        this.clock = clock;
    }

    /** An answer with its records, so that a failure to encode them counts against this submission. */
    record Prepared(Answer answer, List<ProducerRecord<byte[], byte[]>> records) {
        static Prepared of(Answer answer) {
            return new Prepared(answer, answer.records());
        }
    }

    /**
     * Checks a submission and decides about it.
     *
     * @return nothing where the submission waits from now on
     * @throws KafkaException if the broker is unavailable
     */
    Optional<Prepared> prepare(Submission submission, Supplier<Request> check) {
        try {
            Request request = check.get();
            Optional<Reason> reason = checks.toWaitFor(submission, request);
            reason.ifPresent(why -> {
                waiting.put(submission, why);
                LOG.infof("%s waits for %s", submission.origin(), why.text());
            });
            return decision.decide(submission, request, clock.instant()).map(Prepared::of);
        } catch (KafkaException brokerIsAway) {
            throw brokerIsAway;
        } catch (RuntimeException | Error e) {
            return postpone(submission, e);
        }
    }

    /** The answer to a submission whose answer does not fit into one record. */
    Prepared rejectTooLarge(Submission submission) {
        return Prepared.of(Decision.rejected(submission, Request.Wrong.tooManyJobs(), clock.instant()));
    }

    /**
     * Has a submission wait for another try after this service failed with it. What recurs is answered in the end, as this
     * service's own fault, so that it does not wait forever; but for a lack of memory, which does not count against it.
     */
    private Optional<Prepared> postpone(Submission submission, Throwable failure) {
        LOG.errorf(failure, "%s cannot be processed now", submission.origin());
        boolean passes = failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
        int failures = waiting.failures(submission) + 1;
        if (!passes && failures >= FAILURES_ANSWERED) {
            return Optional.of(Prepared.of(Decision.failed(submission, failure.toString(), clock.instant())));
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(failures - 1, 10));
        Instant due = clock.instant().plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        waiting.put(
                submission,
                new AnotherTry(submission, failure.getClass().getSimpleName(), due, checks, clock),
                failures);
        return Optional.empty();
    }
}
