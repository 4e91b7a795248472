package dev.atelier.results.ingest.log;

import dev.atelier.results.store.Offsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The log in batches. While one batch is written, the next one is fetched, and decoded on the other cores; no more than one
 * is decoded ahead. Used from one thread.
 */
public final class ReadAhead {
    /** Not the common pool, whose few threads anybody may block. */
    private static final ForkJoinPool DECODERS =
            new ForkJoinPool(Runtime.getRuntime().availableProcessors());

    private final EventsConsumer log;
    private final Queue<List<ConsumerRecord<byte[], byte[]>>> fetched = new ArrayDeque<>();
    private Optional<Decoding> ahead = Optional.empty();

    public ReadAhead(EventsConsumer log) {
        this.log = log;
    }

    private record Decoding(int size, ForkJoinTask<List<ReadRecord>> records) {
        static Decoding begin(List<ConsumerRecord<byte[], byte[]>> batch) {
            return new Decoding(
                    batch.size(),
                    DECODERS.submit(
                            () -> batch.parallelStream().map(ReadRecord::of).toList()));
        }
    }

    /** Reads on from the offsets; what was read ahead is dropped. */
    public void seek(Offsets offsets) {
        fetched.clear();
        ahead.ifPresent(decoding -> decoding.records().cancel(true));
        ahead = Optional.empty();
        log.seek(offsets);
    }

    /**
     * The next batch, in the order of each partition.
     *
     * @return empty where nothing came in time
     * @throws LostRecordsException if the log does not hold them
     */
    public List<ReadRecord> next(Duration timeout) {
        Optional<Decoding> next = ahead.or(() -> decodeNext(timeout));
        ahead = next.flatMap(decoding -> decodeNext(Duration.ZERO));
        return next.map(decoding -> decoding.records().join()).orElse(List.of());
    }

    private Optional<Decoding> decodeNext(Duration timeout) {
        if (fetched.isEmpty()) {
            fetched.addAll(RecordBatches.of(log.poll(timeout)));
        }
        return Optional.ofNullable(fetched.poll()).map(Decoding::begin);
    }

    /** How many records are read and not yet returned. */
    public long pending() {
        return ahead.map(Decoding::size).orElse(0)
                + fetched.stream().mapToLong(List::size).sum();
    }

    /** Whether everything before these offsets has been returned. */
    public boolean reaches(SortedMap<Integer, Long> ends) {
        SortedMap<Integer, Long> positions = log.positions();
        return pending() == 0
                && ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }
}
