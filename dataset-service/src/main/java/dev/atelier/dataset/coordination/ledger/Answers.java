package dev.atelier.dataset.coordination.ledger;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.RecordOrigin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers to submissions by the record that they answer, for those who wait for one. The latest are kept, because an
 * answer may be here before anybody knows the offset of the record that it answers; as many as are small enough together.
 */
public final class Answers {
    static final int KEPT = 1000;
    /** Sizes of events as they are written; in memory they are several times as large. */
    static final long KEPT_BYTES = 8L * 1024 * 1024;

    private final Map<Place, CompletableFuture<Event>> waiting = new ConcurrentHashMap<>();
    private final LinkedHashMap<Place, Known> latest = new LinkedHashMap<>();
    private long latestBytes;

    /** A record of the submissions topic. */
    private record Place(int partition, long offset) {}

    private record Known(Event answer, int bytes) {}

    /** The answer to a record, as soon as it is known. A caller that stops waiting cancels it. */
    public CompletableFuture<Event> to(int partition, long offset) {
        Place place = new Place(partition, offset);
        synchronized (latest) {
            Known known = latest.get(place);
            if (known != null) {
                return CompletableFuture.completedFuture(known.answer());
            }
            CompletableFuture<Event> answer = waiting.computeIfAbsent(place, ignored -> new CompletableFuture<>());
            answer.whenComplete((event, failure) -> waiting.remove(place));
            return answer;
        }
    }

    /** @param bytes size of the answer's body */
    void give(RecordOrigin origin, Event answer, int bytes) {
        Place place = new Place(origin.partition(), origin.offset());
        CompletableFuture<Event> waiter;
        synchronized (latest) {
            remove(latest.remove(place));
            latest.put(place, new Known(answer, bytes));
            latestBytes += bytes;
            while (latest.size() > KEPT || latestBytes > KEPT_BYTES) {
                remove(latest.pollFirstEntry().getValue());
            }
            waiter = waiting.remove(place);
        }
        if (waiter != null) {
            waiter.complete(answer);
        }
    }

    private void remove(@Nullable Known removed) {
        latestBytes -= removed == null ? 0 : removed.bytes();
    }
}
