package dev.atelier.trainer.attempt;

import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.contracts.joblog.JobLogEvent;
import dev.atelier.trainer.checkpoint.JobCheckpoints;
import dev.atelier.trainer.checkpoint.UnfinishedLoads;
import dev.atelier.trainer.control.RunInterruptedException;
import dev.atelier.trainer.control.RunStopSignal;
import dev.atelier.trainer.control.Waiting;
import dev.atelier.trainer.dataset.DatasetLibrary;
import dev.atelier.trainer.dataset.DatasetReadException;
import dev.atelier.trainer.dataset.HeapOccupiedException;
import dev.atelier.trainer.dataset.LoadedDataset;
import dev.atelier.trainer.log.JobLog;
import dev.atelier.trainer.machine.Machine;
import dev.atelier.trainer.training.FailureKind;
import dev.atelier.trainer.training.JobFailedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Waits for a job's dataset and loads it. A process that ends meanwhile is no fault of the job: that is recorded
 * beside the job's checkpoints, and after {@value #LIMIT} such ends the job is postponed by every process whose heap is not
 * larger, and tried again after growing pauses. A heap that runs out is no fault of the job either. Each batch that
 * is read is a sign of progress.
 */
final class DatasetLoading {
    private static final Logger LOG = Logger.getLogger(DatasetLoading.class);

    /** So many processes end before the job is postponed. */
    static final int LIMIT = 3;

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int PAUSE_DOUBLINGS = 6;
    /** Jobs that run always end. */
    private static final Duration UNLIMITED = Duration.ofDays(36_500);

    private static final Duration LOOK_UP = Duration.ofMillis(500);
    private static final long BYTES_PER_MEGABYTE = 1_000_000;
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final DatasetLibrary datasets;
    private final Duration timeout;
    private final UnfinishedLoads unfinished;
    private final Clock clock;
    private final JobLog log;
    private final long heapBytes = Machine.heapBytes();

    /**
     * @param timeout how long a dataset may take to be published
     */
    DatasetLoading(DatasetLibrary datasets, Duration timeout, JobCheckpoints checkpoints, Clock clock, JobLog log) {
        this.datasets = datasets;
        this.timeout = timeout;
        this.unfinished = checkpoints.unfinishedLoads();
        this.clock = clock;
        this.log = log;
    }

    /**
     * Returns the job's dataset.
     *
     * @throws RunPostponedException if the heap runs out meanwhile, or processes like this one have ended again and again
     *     while they loaded it
     * @throws JobFailedException if there is no such dataset, or it is not what the job was resolved with
     */
    LoadedDataset load(QueuedJob queued, RunStopSignal stop)
            throws RunInterruptedException, RunPostponedException, JobFailedException, IOException {
        if (datasets.holds(queued.datasetDigest())) {
            LoadedDataset held = await(queued, stop);
            log.info(JobLogEvent.DATASET_LOADED, describe(held) + ", in memory already");
            return held;
        }
        long start = System.nanoTime();
        Instant now = clock.instant();
        Optional<UnfinishedLoads.Count> before = unfinished.of(heapBytes);
        if (before.filter(count -> now.isBefore(nextLoad(count))).isPresent()) {
            throw new RunPostponedException("the trainer's process ended "
                    + before.get().loads() + " times while it loaded the dataset " + queued.datasetKey()
                    + " into a heap of " + (heapBytes >> 20)
                    + " MiB. It is tried again after a pause, or by a trainer with a larger heap");
        }
        unfinished.begin(heapBytes, now);
        boolean loaded = false;
        try {
            LoadedDataset dataset = await(queued, stop);
            loaded = true;
            log.info(
                    JobLogEvent.DATASET_LOADED,
                    describe(dataset) + ", loaded in "
                            + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
            return dataset;
        } catch (OutOfMemoryError e) {
            throw new RunPostponedException(
                    "the heap of " + (heapBytes >> 20) + " MiB ran out while the dataset " + queued.datasetKey()
                            + " was loaded. It is tried again after a pause, or by a trainer with a larger heap",
                    e);
        } finally {
            endLoad(loaded);
        }
    }

    private static String describe(LoadedDataset dataset) {
        return "Dataset " + dataset.manifest().key() + ": " + dataset.train().size() + " training and "
                + Counted.of(dataset.test().size(), "test image") + ", " + dataset.bytes() / BYTES_PER_MEGABYTE + " MB";
    }

    /** The earliest time at which a load is tried after others did not complete. */
    private static Instant nextLoad(UnfinishedLoads.Count before) {
        if (before.loads() < LIMIT) {
            return Instant.MIN;
        }
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(before.loads() - LIMIT, PAUSE_DOUBLINGS));
        return before.last().plus(doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE);
    }

    private void endLoad(boolean loaded) throws IOException {
        try {
            if (loaded) {
                unfinished.end();
            } else {
                unfinished.withdraw(heapBytes);
            }
        } catch (IOException e) {
            if (loaded) {
                throw e;
            }
            LOG.warnf(
                    "The end of a dataset load could not be recorded; the load counts as unfinished: %s",
                    e.getMessage());
        }
    }

    private LoadedDataset await(QueuedJob queued, RunStopSignal stop)
            throws RunInterruptedException, JobFailedException {
        try {
            Optional<LoadedDataset> dataset = find(queued, stop);
            if (dataset.isPresent()) {
                return dataset.get();
            }
        } catch (DatasetReadException e) {
            stop.check();
            throw JobFailedException.of(FailureKind.DATASET, e);
        }
        if (!datasets.knowsAllManifests(ANSWER)) {
            throw new TimeoutException("The dataset " + queued.datasetKey()
                    + " could not be looked up: Kafka did not deliver all manifests");
        }
        throw new JobFailedException(
                FailureKind.DATASET, "The dataset " + queued.datasetKey() + " was not published within " + timeout);
    }

    /** Empty where it is not published in time. */
    private Optional<LoadedDataset> find(QueuedJob queued, RunStopSignal stop)
            throws RunInterruptedException, DatasetReadException {
        while (true) {
            try {
                return Waiting.await(
                        timeout,
                        stop,
                        () -> log.warn(
                                JobLogEvent.WAITING,
                                "The dataset " + queued.datasetKey()
                                        + " is not published yet; the run waits for it, for " + timeout.toSeconds()
                                        + " s at most"),
                        () -> datasets.find(queued.datasetKey(), queued.datasetDigest(), LOOK_UP, stop::check));
            } catch (HeapOccupiedException occupied) {
                log.info(
                        JobLogEvent.WAITING,
                        occupied.getMessage() + "; the run waits until the jobs that use them end");
                Waiting.await(
                        UNLIMITED,
                        stop,
                        () -> datasets.hasRoom(occupied.bytes()) ? Optional.of(true) : Optional.empty());
            }
        }
    }
}
