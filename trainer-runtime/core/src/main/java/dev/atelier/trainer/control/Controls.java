package dev.atelier.trainer.control;

import dev.atelier.contracts.control.EditKey;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.control.PinKey;
import dev.atelier.contracts.control.RoundKey;
import dev.atelier.contracts.control.StandingControls;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.RecordHandler;
import dev.atelier.kafka.TopicReader;
import dev.atelier.kafka.broker.Broker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The controls that stand of each job and study, and which jobs are pinned, read from the beginning of the controls topic and
 * kept up to date. An empty record takes a control or a pin back. A record that is no control is set aside: it takes
 * nothing back and stops nothing.
 */
public final class Controls implements AutoCloseable {
    /** Controls held at most; the ones written longest ago make room. */
    private static final int HELD = 100_000;

    /** Pins held at most. */
    private static final int PINS = 1_000_000;

    private final TopicReader reader;
    private final SequencedMap<String, StandingControls> standing = new LinkedHashMap<>();
    /** Counts the changes of what stands. */
    private volatile long version;

    private final Set<String> pinned = ConcurrentHashMap.newKeySet();
    private volatile boolean knowsAllPins = true;

    public Controls(Broker broker) {
        this(broker, System::nanoTime);
    }

    /** @param nanoTime a monotonic clock, which the reading thread reads in each turn; {@link System#nanoTime} */
    public Controls(Broker broker, LongSupplier nanoTime) {
        this.reader = new TopicReader("controls", broker, Set.of(Topics.CONTROLS.topicName()), new Handler(), nanoTime);
    }

    public void start() {
        reader.start();
    }

    /** Whether everything has been read that was in the topic when reading began. */
    public boolean caughtUp() {
        return reader.caughtUp();
    }

    /**
     * Waits until everything has been read that is in the topic now.
     *
     * @return whether that was so within the timeout
     */
    public boolean catchUp(Duration timeout) throws InterruptedException {
        return reader.catchUp(timeout);
    }

    /**
     * How long ago the topic was last polled, or an attempt was made; many minutes mean that the thread that reads controls hangs
     * or has ended.
     */
    public Duration sinceLastTurn() {
        return reader.sinceLastTurn();
    }

    /** What is requested of a round of a job that was queued at some time, by the topic at the time of each call. */
    public RoundRequests of(String job, int round, Instant queuedAt) {
        return new Requests(job, round, queuedAt);
    }

    /** What stands of one round; looked up only where something has changed, because a run checks at each step. */
    private final class Requests implements RoundRequests {
        private final String job;
        private final String roundKey;
        private final Predicate<JobControl> concerns;
        private volatile Found found = new Found(-1, Optional.empty(), Optional.empty());

        private record Found(long version, Optional<JobControl> cancellation, Optional<JobControl> pause) {}

        Requests(String job, int round, Instant queuedAt) {
            this.job = job;
            this.roundKey = RoundKey.of(job);
            this.concerns = control -> control.concerns(round, queuedAt);
        }

        @Override
        public Optional<JobControl> cancellation() {
            return latest().cancellation();
        }

        @Override
        public Optional<JobControl> pause() {
            return latest().pause();
        }

        private Found latest() {
            if (found.version() != version) {
                synchronized (standing) {
                    StandingControls ofJob = standing.getOrDefault(job, StandingControls.NONE);
                    StandingControls ofRound = standing.getOrDefault(roundKey, StandingControls.NONE);
                    found = new Found(
                            version,
                            ofJob.cancellation().filter(concerns),
                            pause(ofRound).or(() -> pause(ofJob)));
                }
            }
            return found;
        }

        private Optional<JobControl> pause(StandingControls controls) {
            return controls.pausing()
                    .filter(control -> control.isPause() || control.isPreemption())
                    .filter(concerns);
        }
    }

    /** Whether the result of a job is to be kept; called only while {@link #knowsPins}. */
    public boolean isPinned(String job) {
        return pinned.contains(job);
    }

    /** Whether it is known of every job whether it is pinned: the topic has been read, and held no more pins than can be held. */
    public boolean knowsPins() {
        return caughtUp() && knowsAllPins;
    }

    @Override
    public void close() {
        reader.close();
    }

    private final class Handler implements RecordHandler {
        @Override
        public void apply(ConsumerRecord<byte[], byte[]> record) {
            if (record.key() == null) {
                throw new IllegalArgumentException("the key is missing; expected the id of a job or a study");
            }
            String id = new String(record.key(), StandardCharsets.UTF_8);
            if (EditKey.subject(id).isPresent()) {
                // What people call a job is nothing to a trainer.
                return;
            }
            Instant time = Instant.ofEpochMilli(record.timestamp());
            Optional<String> pin = PinKey.job(id);
            if (pin.isPresent()) {
                apply(pin.get(), PinKey.read(record.value(), time));
                return;
            }
            Optional<JobControl> control =
                    Optional.ofNullable(record.value()).map(value -> JobControl.read(value, time));
            synchronized (standing) {
                StandingControls before =
                        Optional.ofNullable(standing.remove(id)).orElse(StandingControls.NONE);
                control.ifPresent(request -> standing.put(id, before.after(request)));
                if (standing.size() > HELD) {
                    standing.pollFirstEntry();
                }
                version++;
            }
        }

        private void apply(String job, Optional<JobControl> pin) {
            if (pin.isEmpty()) {
                pinned.remove(job);
            } else {
                keep(job);
            }
        }

        private void keep(String job) {
            if (pinned.size() >= PINS && !pinned.contains(job)) {
                knowsAllPins = false;
                throw new IllegalArgumentException("it is one pin too many; expected at most " + PINS + " pins");
            }
            pinned.add(job);
        }

        /** Whatever cannot be read where a pin stands, or may stand, keeps the result. */
        @Override
        public void setAside(ConsumerRecord<byte[], byte[]> record, Throwable reason) {
            if (record.key() == null) {
                knowsAllPins = false;
            } else {
                PinKey.job(new String(record.key(), StandardCharsets.UTF_8)).ifPresent(this::keep);
            }
        }

        @Override
        public void reset() {
            synchronized (standing) {
                standing.clear();
                version++;
            }
            pinned.clear();
            knowsAllPins = true;
        }
    }
}
