package dev.atelier.results.ingest.joblog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.contracts.joblog.JobLogLine;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.message.FailureReason;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.RecordHandler;
import dev.atelier.results.ingest.joblog.JobLogBatch.PlacedLine;
import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.projection.SetAside;
import dev.atelier.results.projection.SetAside.Kind;
import dev.atelier.results.sql.DatabaseFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is read of the topic of logs, and stores it after each poll. While the database is unavailable the reading
 * waits, so that no more than one poll is in memory. Used by the reader's thread, except for {@link #close}.
 */
final class JobLogHandler implements RecordHandler, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(JobLogHandler.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration EXPIRY_EVERY = Duration.ofMinutes(1);
    private static final int SHOWN_BYTES = 2_000;

    private final JobLogWriter writer;
    private final JobLogObserver observer;
    private final TopicBeginnings beginnings;
    private final LongSupplier nanoTime;
    private final CountDownLatch closing = new CountDownLatch(1);
    private List<PlacedLine> lines = new ArrayList<>();
    private List<SetAside> setAside = new ArrayList<>();
    private Map<Integer, Long> stored = Map.of();
    private long expired;

    /** Reads where partitions of the topic begin, which is behind what was deleted. */
    @FunctionalInterface
    interface TopicBeginnings {
        /** By partition; empty while the broker does not respond. */
        Map<Integer, Long> read();
    }

    /** @param mostOfAJob lines that are kept of a job */
    JobLogHandler(
            DataSource database,
            int mostOfAJob,
            JobLogObserver observer,
            TopicBeginnings beginnings,
            LongSupplier nanoTime) {
        this.writer = new JobLogWriter(
                database,
                mostOfAJob,
                refused -> setAside(
                        refused.placed().at(),
                        refused.placed().line().job(),
                        Json.text(refused.placed().line()),
                        refused.placed().line().time(),
                        Kind.REFUSED,
                        refused.reason()));
        this.observer = observer;
        this.beginnings = beginnings;
        this.nanoTime = nanoTime;
        this.expired = nanoTime.getAsLong() - EXPIRY_EVERY.toNanos();
    }

    /** Where the topic is read on, by partition. */
    Map<Integer, Long> offsets() throws SQLException {
        return writer.offsets();
    }

    @Override
    public void apply(ConsumerRecord<byte[], byte[]> record) {
        if (EventCodec.isTooLarge(record)) {
            throw new IllegalArgumentException(
                    "the record unpacks to more than " + Topics.LARGEST_TEXT_BYTES + " bytes; no line is larger");
        }
        lines.add(new PlacedLine(JobLogLine.read(text(record.key()), record.value()), at(record)));
    }

    @Override
    public void setAside(ConsumerRecord<byte[], byte[]> record, Throwable reason) {
        setAside.add(setAside(
                at(record),
                text(record.key()),
                text(record.value()),
                Instant.ofEpochMilli(Math.max(0, record.timestamp())),
                Kind.UNREADABLE,
                FailureReason.of(reason)));
    }

    @Override
    public void onPositions(Map<TopicPartition, Long> positions) {
        Map<Integer, Long> next = new TreeMap<>();
        positions.forEach((partition, offset) -> next.put(partition.partition(), offset));
        if (!next.equals(stored)) {
            JobLogBatch batch = new JobLogBatch(lines, setAside, next);
            persist(() -> {
                int letters = writer.write(batch);
                observer.onSetAside(letters);
            });
            stored = next;
            lines = new ArrayList<>();
            setAside = new ArrayList<>();
            observer.onLinesChanged();
        }
        if (nanoTime.getAsLong() - expired >= EXPIRY_EVERY.toNanos()) {
            expired = nanoTime.getAsLong();
            expire();
        }
    }

    @Override
    public void reset() {
        persist(writer::clear);
        stored = Map.of();
        lines = new ArrayList<>();
        setAside = new ArrayList<>();
        observer.onLinesChanged();
    }

    @Override
    public void close() {
        closing.countDown();
    }

    private void expire() {
        Map<Integer, Long> from = beginnings.read();
        int[] deleted = {0};
        persist(() -> deleted[0] = writer.deleteBefore(from));
        if (deleted[0] > 0) {
            observer.onLinesChanged();
        }
    }

    private interface Write {
        void run() throws SQLException;
    }

    /** Returns when it is done, or the reading is to end. */
    private void persist(Write write) {
        boolean failed = false;
        while (closing.getCount() > 0) {
            try {
                write.run();
                return;
            } catch (SQLException e) {
                if (!failed) {
                    LOG.infof("Jobs' logs wait for the database: %s", DatabaseFailure.sentence(e));
                }
                failed = true;
                pause();
            }
        }
    }

    private void pause() {
        try {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            LOG.debug("The reader of jobs' logs was interrupted and continues");
        }
    }

    private static SetAside setAside(
            LogPosition at, String key, String excerpt, Instant time, Kind kind, String reason) {
        return new SetAside(
                Topics.LOGS.topicName(), at.partition(), at.offset(), key, "", kind, reason, excerpt, time, at);
    }

    private static LogPosition at(ConsumerRecord<?, ?> record) {
        return new LogPosition(record.partition(), record.offset());
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, 0, Math.min(bytes.length, SHOWN_BYTES), UTF_8);
    }
}
