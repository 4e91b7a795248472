package dev.atelier.dataset.coordination.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.job.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScheduleTest {
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

        List<String> order = List.copyOf(world.completed.keySet());
        assertThat(order.subList(0, 5)).allMatch(job -> job.startsWith("high"));
        assertThat(order.subList(5, 10)).allMatch(job -> job.startsWith("normal"));
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
        world.runUntil(() -> world.completed.size() == 80);

        long ofAda = world.completed.keySet().stream()
                .filter(job -> job.startsWith("long"))
                .count();
        assertThat(ofAda).isBetween(16L, 24L);
    }

    @Test
    void nothingStarvesUnderALoadOfUrgentJobs() {
        Random random = new Random(7);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Priority priority = i % 10 == 0 ? Priority.LOW : i % 10 == 5 ? Priority.NORMAL : Priority.HIGH;
            String job = priority.word() + "-" + i;
            all.add(job);
            world.submit(job, "owner-" + random.nextInt(3), priority, 1 + random.nextInt(4), Duration.ofSeconds(20));
            // As much as three trainers can do, and a little more.
            world.runFor(Duration.ofSeconds(16));
        }
        Instant end = world.now();
        Duration limit = ScheduledJob.AGING.multipliedBy(4);
        List<String> early = all.subList(0, (int) (500 - limit.toSeconds() / 16));

        assertThat(early).as("submitted more than an hour before the end").isNotEmpty();
        assertThat(world.completed.keySet()).containsAll(early);
        world.runUntil(() -> world.completed.size() == 500);
        assertThat(world.now()).isAfter(end);
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

    private Instant fifth(String owner) {
        return world.completed.entrySet().stream()
                .filter(job -> job.getKey().startsWith(owner))
                .map(Map.Entry::getValue)
                .skip(4)
                .findFirst()
                .orElseThrow();
    }
}
