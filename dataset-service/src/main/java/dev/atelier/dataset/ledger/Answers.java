package dev.atelier.dataset.ledger;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.RecordOrigin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers to submissions by the record that they answer, for those who wait for one. The latest are kept, because an
 * answer may be here before anybody knows the offset of the record that it answers.
 */
public final class Answers {
    private static final int KEPT = 1000;

    private final Map<Place, CompletableFuture<Event>> waiting = new ConcurrentHashMap<>();
    private final LinkedHashMap<Place, Event> latest = new LinkedHashMap<>();

    /** A record of the submissions topic. */
    private record Place(int partition, long offset) {}

    /** The answer to a record, as soon as it is known. Whoever gives up waiting cancels it. */
    public CompletableFuture<Event> to(int partition, long offset) {
        Place place = new Place(partition, offset);
        synchronized (latest) {
            Event known = latest.get(place);
            if (known != null) {
                return CompletableFuture.completedFuture(known);
            }
            CompletableFuture<Event> answer = waiting.computeIfAbsent(place, ignored -> new CompletableFuture<>());
            answer.whenComplete((event, failure) -> waiting.remove(place));
            return answer;
        }
    }

    void give(RecordOrigin origin, Event answer) {
        Place place = new Place(origin.partition(), origin.offset());
        CompletableFuture<Event> waiter;
        synchronized (latest) {
            latest.put(place, answer);
            if (latest.size() > KEPT) {
                latest.pollFirstEntry();
            }
            waiter = waiting.remove(place);
        }
        if (waiter != null) {
            waiter.complete(answer);
        }
    }
}
