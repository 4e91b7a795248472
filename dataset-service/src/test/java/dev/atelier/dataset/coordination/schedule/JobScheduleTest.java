package dev.atelier.dataset.coordination.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.json.Json;
import dev.atelier.dataset.coordination.ledger.Examples;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Queueing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JobScheduleTest {
    private static final Duration EPOCH = Duration.ofSeconds(3);

    private final SimulatedTrainers world = new SimulatedTrainers(3);

    @Test
    void anUrgentJobStartsWithinAnEpochInThePlaceOfTheOneThatLosesLeast() {
        world.submit("a", null, Priority.LOW, 20, EPOCH);
        world.runFor(Duration.ofMillis(700));
        world.submit("b", null, Priority.LOW, 20, EPOCH);
        world.runFor(Duration.ofMillis(700));
        world.submit("c", null, Priority.LOW, 20, EPOCH);
        world.runFor(EPOCH.multipliedBy(4));
        // Each has waited for its next epoch for another time: c least.
        world.runFor(Duration.ofMillis(300));

        Instant submitted = world.now();
        world.submit("urgent", null, Priority.HIGH, 1, EPOCH);
        world.runUntil(() -> world.started.containsKey("urgent"));

        assertThat(Duration.between(submitted, world.now())).isLessThan(EPOCH);
        assertThat(world.preempted).containsExactly(lastWithEpoch(submitted));
        world.runUntil(() -> world.completed.size() == 4);
        assertThat(world.completed.keySet()).startsWith("urgent");
    }

    /** The job whose last epoch is the latest: they started 700 ms apart, and all epochs take as long. */
    private String lastWithEpoch(Instant before) {
        return world.started.entrySet().stream()
                .filter(job -> !job.getKey().equals("urgent"))
                .min((one, other) -> Long.compare(sinceEpoch(one, before), sinceEpoch(other, before)))
                .orElseThrow()
                .getKey();
    }

    private static long sinceEpoch(Map.Entry<String, Instant> job, Instant at) {
        return Duration.between(job.getValue(), at).toMillis() % EPOCH.toMillis();
    }

    @Test
    void urgentJobsAreTakenBeforeOthersThatLieInTheQueue() {
        for (int i = 0; i < 20; i++) {
            world.submit("low-" + i, null, Priority.LOW, 2, EPOCH);
        }
        world.runFor(EPOCH);
        for (int i = 0; i < 5; i++) {
            world.submit("high-" + i, null, Priority.HIGH, 2, EPOCH);
            world.submit("normal-" + i, null, Priority.NORMAL, 2, EPOCH);
        }
        world.runUntil(() -> world.completed.size() == 30);

        List<String> order = List.copyOf(world.started.keySet());
        assertThat(order.subList(0, 3)).allMatch(job -> job.startsWith("low"));
        assertThat(order.subList(3, 8)).allMatch(job -> job.startsWith("high"));
        assertThat(order.subList(8, 13)).allMatch(job -> job.startsWith("normal"));
    }

    @Test
    void aJobThatBecomesUrgentInTheQueueOvertakesThoseAheadOfIt() {
        SimulatedTrainers one = new SimulatedTrainers(1);
        one.submit("running", null, Priority.HIGH, 5, EPOCH);
        one.runFor(EPOCH);
        for (int i = 0; i < 4; i++) {
            one.submit("job-" + i, null, Priority.NORMAL, 1, EPOCH);
        }
        one.runFor(Duration.ofSeconds(1));
        assertThat(one.queued()).isEqualTo(2);
        one.raise("job-1", Priority.HIGH);
        one.runUntil(() -> one.completed.size() == 5);

        assertThat(one.completed.keySet()).containsExactly("running", "job-1", "job-0", "job-2", "job-3");
    }

    @Test
    void aJobThatMadeRoomIsLeftAloneUntilItHasCompletedAnEpoch() {
        SimulatedTrainers one = new SimulatedTrainers(1);
        Duration long_ = Duration.ofMinutes(2);
        one.submit("low", null, Priority.LOW, 1, long_);
        for (int i = 0; i < 10; i++) {
            one.runFor(Duration.ofSeconds(50));
            one.submit("high-" + i, null, Priority.HIGH, 1, EPOCH);
        }
        one.runUntil(() -> one.completed.containsKey("low"));

        assertThat(one.preempted).containsExactly("low");
    }

    @Test
    void twoOwnersOfAHundredAndOfFiveJobsGetAsMuchTrainerTime() {
        for (int i = 0; i < 100; i++) {
            world.submit("many-" + i, "ada", Priority.NORMAL, 2, EPOCH);
        }
        world.runFor(Duration.ofSeconds(1));
        for (int i = 0; i < 5; i++) {
            world.submit("few-" + i, "bob", Priority.NORMAL, 2, EPOCH);
        }
        world.runUntil(() -> world.completed.size() == 105);

        Duration between = Duration.between(fifth("many"), fifth("few")).abs();
        assertThat(between).isLessThanOrEqualTo(EPOCH.multipliedBy(4));
    }

    /** By trainer time, not by the number of jobs: those of one take three times as long. */
    @Test
    void anOwnerOfShortJobsGetsMoreOfThem() {
        for (int i = 0; i < 100; i++) {
            world.submit("long-" + i, "ada", Priority.NORMAL, 6, EPOCH);
            world.submit("short-" + i, "bob", Priority.NORMAL, 2, EPOCH);
        }
        world.runUntil(() -> world.completed.size() >= 80);

        long ofAda = world.completed.keySet().stream()
                .filter(job -> job.startsWith("long"))
                .count();
        assertThat(ofAda).isBetween(16L, 24L);
    }

    /** More urgent jobs come than three trainers can train. */
    @Test
    void nothingStarvesUnderALoadOfUrgentJobs() {
        SimulatedTrainers slow = new SimulatedTrainers(3, Duration.ofSeconds(1));
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            Priority priority = i % 10 == 0 ? Priority.LOW : i % 10 == 5 ? Priority.NORMAL : Priority.HIGH;
            String job = priority.word() + "-" + i;
            slow.submit(job, "owner-" + random.nextInt(3), priority, 1 + random.nextInt(4), Duration.ofSeconds(20));
            slow.runFor(Duration.ofSeconds(12));
        }

        assertThat(slow.completed.keySet().stream().filter(job -> job.startsWith("high")))
                .as("urgent jobs still wait")
                .hasSizeLessThan(400);
        assertThat(slow.completed.keySet().stream().filter(job -> !job.startsWith("high")))
                .hasSizeBetween(20, 60)
                .contains("low-0", "normal-5", "low-10", "normal-15", "low-20");
        slow.runUntil(() -> slow.completed.size() == 500);
    }

    @Test
    void anUrgentJobGoesFirstHoweverLongOthersHaveWaited() {
        SimulatedTrainers slow = new SimulatedTrainers(3, Duration.ofSeconds(1));
        for (int i = 0; i < 200; i++) {
            slow.submit("low-" + i, null, Priority.LOW, 10, Duration.ofMinutes(1));
        }
        slow.runFor(Duration.ofHours(2));
        slow.submit("urgent", null, Priority.HIGH, 1, EPOCH);
        slow.runFor(EPOCH.multipliedBy(2));

        assertThat(slow.completed).containsKey("urgent");
    }

    @Test
    void anOwnerWhoComesLaterDoesNotWaitBehindAllThatHasWaitedLong() {
        SimulatedTrainers slow = new SimulatedTrainers(3, Duration.ofSeconds(1));
        for (int i = 0; i < 200; i++) {
            slow.submit("many-" + i, "ada", Priority.NORMAL, 10, Duration.ofSeconds(12));
        }
        slow.runFor(Duration.ofHours(1));
        slow.submit("one", "bob", Priority.NORMAL, 1, EPOCH);
        slow.runFor(Duration.ofMinutes(5));

        assertThat(slow.completed).containsKey("one");
    }

    @Test
    void aJobThatATrainerPreparesNeedsNoRoom() {
        world.setPreparation(Duration.ofSeconds(45));
        world.submit("low-1", null, Priority.LOW, 100, EPOCH);
        world.submit("low-2", null, Priority.LOW, 100, EPOCH);
        world.runFor(Duration.ofMinutes(1));
        world.submit("high", null, Priority.HIGH, 1, EPOCH);
        world.runUntil(() -> world.completed.containsKey("high"));

        assertThat(world.preempted).isEmpty();
    }

    @Test
    void eachUrgentJobTakesOneTrainerHoweverLongItIsPrepared() {
        world.setPreparation(Duration.ofSeconds(45));
        for (int i = 0; i < 3; i++) {
            world.submit("low-" + i, null, Priority.LOW, 100, EPOCH);
        }
        world.runFor(Duration.ofMinutes(2));
        world.submit("high-1", null, Priority.HIGH, 30, EPOCH);
        world.submit("high-2", null, Priority.HIGH, 30, EPOCH);
        world.runUntil(() -> world.completed.containsKey("high-1") && world.completed.containsKey("high-2"));

        assertThat(world.preempted).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void trainersHaveWorkWhileNobodyDispatches() {
        for (int i = 0; i < 20; i++) {
            world.submit("job-" + i, null, Priority.NORMAL, 2, EPOCH);
        }
        world.runFor(Duration.ofSeconds(2));
        world.setCoordinated(false);
        int known = world.started.size() + world.queued();
        world.runFor(Duration.ofMinutes(1));

        assertThat(known).isGreaterThanOrEqualTo(6);
        assertThat(world.completed).hasSize(known);
        world.setCoordinated(true);
        world.runUntil(() -> world.completed.size() == 20);
    }

    @Test
    void aFreeTrainerTakesAnUrgentJobAndNobodyMakesRoom() {
        world.submit("low", null, Priority.LOW, 10, EPOCH);
        world.runFor(EPOCH);
        world.submit("high", null, Priority.HIGH, 1, EPOCH);
        world.runUntil(() -> world.completed.size() == 2);

        assertThat(world.preempted).isEmpty();
    }

    /** Its queue is known to those who know its family. */
    @Test
    void aJobOfAFamilyThatIsNotKnownIsLeftAloneAndOthersAreDispatched() {
        Ledger ledger = new Ledger();
        JobQueued known = Examples.queued("known", 1, Examples.NOON);
        String unknown = Json.text(Examples.queued("unknown", 1, Examples.NOON)).replace("\"mlp\"", "\"gnn\"");
        ledger.apply(known, Examples.START, 1);
        ledger.apply(Json.read(unknown.getBytes(StandardCharsets.UTF_8), JobQueued.class), Examples.START, 1);

        assertThat(JobSchedule.due(ledger, Examples.NOON).dispatched())
                .extracting(Queueing::event)
                .containsExactly(known);
    }

    private Instant fifth(String owner) {
        return world.completed.entrySet().stream()
                .filter(job -> job.getKey().startsWith(owner))
                .map(Map.Entry::getValue)
                .skip(4)
                .findFirst()
                .orElseThrow();
    }
}
