package dev.atelier.dataset.coordination.request;

import dev.atelier.dataset.coordination.request.WaitingSubmissions.Reason;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;

/**
 * The checks of submissions. Each is tried for a short time where it is requested; what takes longer is checked on a thread
 * of its own, one after the other, and waits for that. The short time is shorter where much has lately been spent on tries
 * that failed, so that a stream of expensive submissions costs others little. Used from one thread.
 */
public final class SubmissionChecks implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SubmissionChecks.class.getName());

    private final SubmissionReader reader;
    private final DatasetCheck datasets;
    private final TrialBudget budget;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("check").daemon().factory());

    /** @param nanoTime a monotonic clock; {@link System#nanoTime} */
    public SubmissionChecks(SubmissionReader reader, DatasetCheck datasets, LongSupplier nanoTime) {
        this.budget = new TrialBudget(nanoTime);
        this.reader = reader;
        this.datasets = datasets;
    }

    public Request checkShortly(Submission submission) {
        if (submission.oversized()) {
            return Request.Wrong.tooLargeToUnpack();
        }
        Duration limit = budget.limit();
        Request request = reader.read(submission.value(), limit);
        if (request instanceof Request.Unchecked) {
            budget.spend(limit);
        }
        return request;
    }

    /** What a submission waits for that was found to be this; nothing where it can be answered. */
    public Optional<Reason> toWaitFor(Submission submission, Request request) {
        return switch (request) {
            case Request.Pending(SortedSet<String> names) -> Optional.of(new PendingDatasets(submission, names));
            case Request.Unchecked ignored ->
                Optional.of(
                        new LongCheck(CompletableFuture.supplyAsync(() -> reader.read(submission.value()), thread)));
            case Request.Sound ignored -> Optional.empty();
            case Request.Restoration ignored -> Optional.empty();
            case Request.Extension ignored -> Optional.empty();
            case Request.Wrong ignored -> Optional.empty();
        };
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private final class PendingDatasets implements Reason {
        private final Submission submission;
        private final SortedSet<String> names;

        PendingDatasets(Submission submission, SortedSet<String> names) {
            this.submission = submission;
            this.names = names;
        }

        @Override
        public boolean isOver() {
            return names.stream().noneMatch(datasets::isPending);
        }

        @Override
        public Request check() {
            return checkShortly(submission);
        }

        @Override
        public String text() {
            return "the publication of " + String.join(", ", names);
        }
    }

    /** It is done again where the broker did not return a job that the submission names: that is no fault of the submission. */
    private record LongCheck(CompletableFuture<Request> request) implements Reason {
        @Override
        public boolean isOver() {
            return request.isDone();
        }

        @Override
        public Request check() {
            try {
                return request.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                if (e.getCause() instanceof KafkaException) {
                    LOG.log(Level.INFO, "A check is repeated: {0}", String.valueOf(e.getCause()));
                    return new Request.Unchecked();
                }
                throw new IllegalStateException("The check failed: " + e.getCause(), e);
            } catch (CancellationException e) {
                throw new IllegalStateException("The check failed: " + e, e);
            }
        }

        @Override
        public String text() {
            return "its check, which takes long";
        }
    }
}
