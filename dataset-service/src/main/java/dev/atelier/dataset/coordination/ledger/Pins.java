package dev.atelier.dataset.coordination.ledger;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.ArtifactsPinned;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.lifecycle.JobEventCheck;
import dev.atelier.contracts.lifecycle.PinState;
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
    private final Map<String, PinState> published = new ConcurrentHashMap<>();

    /** Records a pin, or that there is none. */
    void apply(String job, Optional<JobControl> pin) {
        if (pin.isEmpty()) {
            requested.remove(job);
        } else if (requested.size() < MOST || requested.containsKey(job)) {
            requested.put(job, pin.get());
        } else {
            throw new IllegalArgumentException("it is one pin too many; expected at most " + MOST + " pins");
        }
    }

    /** Records an event; returns whether it changes anything. */
    boolean apply(ArtifactsPinned event) {
        PinState state = PinState.of(event);
        boolean isNewer = state.isNewerThan(published(event.job()));
        if (isNewer) {
            published.put(event.job(), state);
        }
        return isNewer;
    }

    /** Takes over the state of a job. */
    void restore(String job, PinState state) {
        published.put(job, state);
    }

    /** Takes over that there is no event about a job. */
    void forget(String job) {
        published.remove(job);
    }

    /** The jobs that there are events about. */
    Set<String> jobs() {
        return published.keySet();
    }

    /** The state of a job by the events. */
    Optional<PinState> published(String job) {
        return Optional.ofNullable(published.get(job));
    }

    /** What is to be published of jobs that are known. */
    List<Event> due(Predicate<String> isKnown, Instant now) {
        Stream<String> pinned =
                requested.keySet().stream().filter(job -> !isPinned(job)).filter(isKnown);
        Stream<String> unpinned =
                published.keySet().stream().filter(job -> isPinned(job) && !requested.containsKey(job));
        List<Event> events = new ArrayList<>();
        Stream.concat(pinned, unpinned).limit(AT_ONCE).sorted().forEach(job -> {
            Optional<JobControl> pin = Optional.ofNullable(requested.get(job));
            Instant time = effectiveTime(job, pin.isPresent(), now);
            if (JobEventCheck.isPossible(time)) {
                events.add(new ArtifactsPinned(
                        job, pin.isPresent(), pin.map(JobControl::reason).orElse(""), time));
            }
        });
        return events;
    }

    private boolean isPinned(String job) {
        return published(job).filter(PinState::isPinned).isPresent();
    }

    /** The time of an event that replaces what is known: later than now where another clock was ahead. */
    private Instant effectiveTime(String job, boolean isPinned, Instant now) {
        Optional<PinState> known = published(job);
        return new PinState(isPinned, now).isNewerThan(known)
                ? now
                : known.orElseThrow().time().plusMillis(1);
    }

    void clear() {
        requested.clear();
        published.clear();
    }
}
