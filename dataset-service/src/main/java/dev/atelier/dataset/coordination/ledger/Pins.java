package dev.atelier.dataset.coordination.ledger;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.ArtifactsPinned;
import dev.atelier.contracts.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which jobs are pinned by the controls topic, and which of them the events name as pinned. What differs is due to be
 * published. Written by the thread that reads the topics; may be read by any.
 */
final class Pins {
    /** Pins held at most. */
    private static final int MOST = 1_000_000;
    /** Changes published at once. */
    private static final int AT_ONCE = 1000;

    private final Map<String, JobControl> requested = new ConcurrentHashMap<>();
    private final Set<String> published = ConcurrentHashMap.newKeySet();

    /** Takes note of a pin, or that there is none. */
    void apply(String job, Optional<JobControl> pin) {
        if (pin.isEmpty()) {
            requested.remove(job);
        } else if (requested.size() < MOST || requested.containsKey(job)) {
            requested.put(job, pin.get());
        } else {
            throw new IllegalArgumentException("there are " + MOST + " pins already; expected no more");
        }
    }

    /** Takes note of an event. */
    void apply(ArtifactsPinned event) {
        publish(event.job(), event.pinned());
    }

    /** Takes note of what the events name a job as. */
    void publish(String job, boolean pinned) {
        if (pinned) {
            published.add(job);
        } else {
            published.remove(job);
        }
    }

    /** The jobs that the events name as pinned. */
    Set<String> published() {
        return published;
    }

    /** Whether the events name a job as pinned. */
    boolean isPublished(String job) {
        return published.contains(job);
    }

    /** What is to be published of jobs that are known. */
    List<Event> due(Predicate<String> isKnown, Instant now) {
        Stream<String> pinned = requested.keySet().stream()
                .filter(job -> !published.contains(job))
                .filter(isKnown);
        Stream<String> unpinned = published.stream().filter(job -> !requested.containsKey(job));
        List<Event> events = new ArrayList<>();
        Stream.concat(pinned, unpinned).limit(AT_ONCE).sorted().forEach(job -> {
            Optional<JobControl> pin = Optional.ofNullable(requested.get(job));
            events.add(new ArtifactsPinned(
                    job, pin.isPresent(), pin.map(JobControl::reason).orElse(""), now));
        });
        return events;
    }

    void clear() {
        requested.clear();
        published.clear();
    }
}
