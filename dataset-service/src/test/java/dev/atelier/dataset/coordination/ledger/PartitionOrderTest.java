package dev.atelier.dataset.coordination.ledger;

import static dev.atelier.dataset.coordination.ledger.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.json.Json;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Accepted submissions and the events of a job lie in different partitions, which a service that starts reads in any order
 * to one another: the requesters of a job and what cancels it do not depend on it.
 */
class PartitionOrderTest {
    private static final String JOB = "job";
    private static final int PARTITIONS = 3;
    private static final List<String> STUDIES = List.of("a", "b");

    /** What happens to a job, one after the other. */
    private enum What {
        REQUESTED_ALONE,
        REQUESTED_BY_A,
        REQUESTED_BY_B,
        ENDED,
        QUEUED_AGAIN_AS_LOST
    }

    @Provide
    Arbitrary<List<What>> histories() {
        return Arbitraries.of(What.class).list().ofMaxSize(10);
    }

    @Property
    void anOrderOfPartitionsResultsInTheSameRequestersAndCancellations(
            @ForAll("histories") List<What> history, @ForAll Set<Boolean> withdrawn, @ForAll Random random) {
        Log log = new Log(random);
        history.forEach(log::add);

        Ledger inOrder = ledger(log.events, log.now, withdrawn);
        Ledger shuffled = ledger(log.interleaved(random), log.now, withdrawn);

        assertThat(shuffled.job(JOB)).isEqualTo(inOrder.job(JOB));
        assertThat(shuffled.job(JOB).flatMap(shuffled::cancellation))
                .isEqualTo(inOrder.job(JOB).flatMap(inOrder::cancellation));
    }

    /** @param withdrawn whether the first study is cancelled in the end, and whether the second is */
    private static Ledger ledger(List<Event> events, Instant now, Set<Boolean> withdrawn) {
        Ledger ledger = new Ledger();
        events.forEach(event -> ledger.apply(event, Examples.START, 1));
        withdrawn.forEach(isFirst ->
                ledger.apply(STUDIES.get(isFirst ? 0 : 1), Optional.of(new JobControl(JobControl.CANCEL, "", now))));
        return ledger;
    }

    /** The log as a dataset service writes it that has read all of it. */
    private static final class Log {
        final List<Event> events = new ArrayList<>();
        Instant now = NOON;
        private final Random clock;
        private int round;
        private boolean isOpen;

        Log(Random clock) {
            this.clock = clock;
        }

        void add(What what) {
            // Instances that follow one another have clocks of their own.
            now = NOON.plusSeconds(clock.nextInt(20));
            switch (what) {
                case REQUESTED_ALONE -> request(null);
                case REQUESTED_BY_A -> request(STUDIES.getFirst());
                case REQUESTED_BY_B -> request(STUDIES.getLast());
                case ENDED -> {
                    if (isOpen) {
                        isOpen = false;
                        events.add(new JobCancelled(JOB, round, null, "", now));
                    }
                }
                case QUEUED_AGAIN_AS_LOST -> {
                    if (isOpen) {
                        queue();
                    }
                }
            }
        }

        private void request(String study) {
            Disposition disposition = isOpen ? Disposition.JOINED : Disposition.QUEUED;
            if (!isOpen) {
                queue();
                isOpen = true;
            }
            Member member = new Member("s", "v", 1, new Family("mlp"), JOB, disposition, round, "v", Map.of());
            events.add(new SubmissionAccepted(
                    "submission" + events.size(),
                    new RecordOrigin(0, events.size(), ""),
                    study,
                    "study",
                    Json.MAPPER.createObjectNode(),
                    List.of(member),
                    now));
        }

        private void queue() {
            round++;
            events.add(new JobQueued(JOB, "s", round, "fashion-mnist@1", "digest", Examples.mlp(), null, now));
        }

        /** The events in an order that keeps that of each partition. */
        List<Event> interleaved(Random random) {
            List<Deque<Event>> partitions = IntStream.range(0, PARTITIONS)
                    .<Deque<Event>>mapToObj(partition -> new ArrayDeque<>(events.stream()
                            .filter(event -> Math.floorMod(event.key().hashCode(), PARTITIONS) == partition)
                            .toList()))
                    .toList();
            List<Event> read = new ArrayList<>();
            while (read.size() < events.size()) {
                Optional.ofNullable(partitions.get(random.nextInt(PARTITIONS)).poll())
                        .ifPresent(read::add);
            }
            return read;
        }
    }
}
