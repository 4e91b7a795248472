package dev.atelier.cli.stack.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.family.Families;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryPlanTest {
    private static final long GIB = 1L << 30;
    private static final List<String> ONE_TRAINER =
            List.of("kafka", "dataset-service", "results-service", "mlp-trainer");
    private static final List<String> ALL =
            List.of("kafka", "dataset-service", "results-service", "mlp-trainer", "cnn-trainer", "transfer-trainer");

    /** Mebibytes that all services occupy at most: what they need at least, and what their heaps have beyond that. */
    private static int occupied(MemoryPlan plan) {
        return plan.neededMebibytes()
                + plan.heapMebibytes().entrySet().stream()
                        .mapToInt(heap -> heap.getValue()
                                - plan.demands().get(heap.getKey()).leastHeap())
                        .sum();
    }

    private static MemoryPlan plan(long bytes, List<String> services) {
        return MemoryPlan.of(bytes, services, MemoryPlan.demands(Families.all()), false);
    }

    @Test
    void givesEverybodyTheMostWhereThereIsEnough() {
        MemoryPlan plan = plan(64 * GIB, ALL);

        assertThat(plan.heap("kafka")).isEqualTo(512);
        assertThat(plan.heap("dataset-service")).isEqualTo(512);
        assertThat(plan.heap("transfer-trainer")).isEqualTo(2048);
        assertThat(plan.shortfall()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {2.5, 3, 4, 4.5, 5, 6, 8, 12, 24})
    void fitsWithOneTrainerAndLeavesSomethingToTheMachine(double gibibytes) {
        MemoryPlan plan = plan((long) (gibibytes * GIB), ONE_TRAINER);

        assertThat(plan.shortfall()).isEmpty();
        assertThat(occupied(plan)).isLessThan((int) (gibibytes * 1024 * 0.95));
        assertThat(plan.heap("mlp-trainer")).isBetween(384, 2048);
    }

    @ParameterizedTest
    @ValueSource(doubles = {6, 8, 10, 12, 16, 32})
    void fitsWithAllTrainers(double gibibytes) {
        MemoryPlan plan = plan((long) (gibibytes * GIB), ALL);

        assertThat(plan.shortfall()).isEmpty();
        assertThat(occupied(plan)).isLessThan((int) (gibibytes * 1024 * 0.95));
    }

    @Test
    void growsWithTheMemory() {
        int before = 0;
        for (long mebibytes = 1024; mebibytes < 16 * 1024; mebibytes += 256) {
            int heap = plan(mebibytes << 20, ALL).heap("cnn-trainer");
            assertThat(heap).isGreaterThanOrEqualTo(before);
            before = heap;
        }
        assertThat(before).isEqualTo(2048);
    }

    @Test
    void reportsThatThereIsTooLittleAndGivesTheLeast() {
        MemoryPlan plan = plan(GIB, ONE_TRAINER);

        assertThat(plan.heap("mlp-trainer")).isEqualTo(384);
        assertThat(plan.shortfall())
                .contains("The services of the stack need at least 2048 MiB of memory, and 922 MiB are available;"
                        + " the system may end some of them.");
    }

    @Test
    void leavesRoomForPrometheusAndGrafanaWhereTheyRun() {
        MemoryPlan without = plan(8 * GIB, ALL);
        MemoryPlan monitored = MemoryPlan.of(8 * GIB, ALL, MemoryPlan.demands(Families.all()), true);

        assertThat(monitored.neededMebibytes() - without.neededMebibytes()).isEqualTo(512);
        assertThat(occupied(monitored)).isLessThanOrEqualTo(monitored.presentMebibytes());
        assertThat(monitored.heap("cnn-trainer")).isLessThan(without.heap("cnn-trainer"));
    }

    @Test
    void knowsNoServiceThatItHasNoDemandOf() {
        assertThatThrownBy(() -> plan(GIB, ONE_TRAINER).heap("other"))
                .hasMessageContaining("there is no memory setting of 'other'");
    }
}
