package dev.atelier.dataset.coordination.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.dataset.coordination.ledger.LogPlace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads the epochs of jobs from the log, on a thread of its own. The ledger does not keep them, because they are most of the
 * log, and few of them are needed. {@link #of} is used from one thread.
 */
public final class JobEpochs implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(JobEpochs.class);
    private static final Set<String> READ = Set.of(
            EpochCompleted.class.getSimpleName(), JobPaused.class.getSimpleName(), JobCompleted.class.getSimpleName());
    private static final int KEPT = 100;
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final LogScan log;
    private final Runnable onRead;
    private final LinkedHashMap<Key, CompletableFuture<List<EpochCompleted>>> latest = new LinkedHashMap<>();
    private final Set<Key> returned = new LinkedHashSet<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("epochs").daemon().factory());

    /** @param onRead run when epochs have been read that were missing, on another thread */
    public JobEpochs(KafkaConnection kafka, Runnable onRead) {
        this.log = new LogScan(kafka);
        this.onRead = onRead;
    }

    private record Key(String job, int round, LogPlace from, int last) {}

    /**
     * The epochs that the latest round of a paused or completed job has completed; a run publishes those before it again.
     *
     * @param last the epoch up to which they are needed
     * @return from the first one on, ascending; nothing while they are being read
     */
    public Optional<List<EpochCompleted>> of(LedgerJob job, int last) {
        // While a job restores its files, what counts is the round in which it completed.
        Optional<LogPlace> from = job.completion()
                .map(LedgerJob.Completion::queued)
                .or(() -> job.latestQueueing().map(LedgerJob.Queueing::place));
        int round = job.completion().isPresent() ? 0 : job.round();
        return from.flatMap(place -> of(new Key(job.id(), round, place, last)));
    }

    private Optional<List<EpochCompleted>> of(Key key) {
        if (!latest.containsKey(key) && latest.size() >= KEPT && !forgetOne()) {
            return Optional.empty();
        }
        CompletableFuture<List<EpochCompleted>> reading = latest.computeIfAbsent(key, this::begin);
        if (reading.isCompletedExceptionally()) {
            LOG.warnf("The epochs of job %s cannot be read now, retrying: %s", key.job(), reading.exceptionNow());
            latest.remove(key);
            return Optional.empty();
        }
        if (!reading.isDone()) {
            return Optional.empty();
        }
        returned.add(key);
        return Optional.of(reading.join());
    }

    private CompletableFuture<List<EpochCompleted>> begin(Key key) {
        CompletableFuture<List<EpochCompleted>> reading = CompletableFuture.supplyAsync(() -> read(key), thread);
        // A failure is found with the next look, so that attempts do not follow each other at once.
        reading.thenRun(onRead);
        return reading;
    }

    /** Makes room, if there is an answer that was returned already. */
    private boolean forgetOne() {
        Optional<Key> oldest = returned.stream().findFirst();
        oldest.ifPresent(key -> {
            returned.remove(key);
            latest.remove(key);
        });
        return oldest.isPresent();
    }

    @Override
    public void close() throws InterruptedException {
        thread.shutdownNow();
        if (thread.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
            log.close();
        }
    }

    private List<EpochCompleted> read(Key key) {
        TopicPartition partition =
                new TopicPartition(Topics.EVENTS.topicName(), key.from().partition());
        Map<Integer, EpochCompleted> epochs = new TreeMap<>();
        log.read(Map.of(partition, key.from().offset()), (records, positions) -> {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Optional<Event> event = event(record, key);
                if (event.orElse(null) instanceof EpochCompleted epoch && epoch.epoch() <= key.last()) {
                    epochs.put(epoch.epoch(), epoch);
                }
                boolean isOver = event.filter(
                                end -> end instanceof JobCompleted || key.round() > 0 && end instanceof JobPaused)
                        .isPresent();
                if (isOver || epochs.size() == key.last()) {
                    return true;
                }
            }
            return false;
        });
        return new ArrayList<>(epochs.values());
    }

    private static Optional<Event> event(ConsumerRecord<byte[], byte[]> record, Key key) {
        boolean isOfJob = record.key() != null && new String(record.key(), UTF_8).equals(key.job());
        return isOfJob && record.value() != null && !EventCodec.isTooLarge(record)
                ? EventCodec.type(record.headers())
                        .filter(READ::contains)
                        .flatMap(type -> EventCodec.decode(type, record.value()))
                        .filter(event ->
                                key.round() == 0 || event instanceof JobEvent ofJob && ofJob.round() == key.round())
                : Optional.empty();
    }
}
