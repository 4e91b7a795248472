package dev.atelier.trainer.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReservationEntryTest {
    private static final int CORES = 4;
    private static final long CAPACITY = 100;

    @Test
    void jobsRunSideBySideAsFarAsTheirThreadsAllow() {
        assertThat(waiting(3, 1).mayRun(List.of(running(1, 2), running(2, 1)), CORES))
                .isTrue();
        assertThat(waiting(3, 2).mayRun(List.of(running(1, 2), running(2, 1)), CORES))
                .isFalse();
        assertThat(waiting(3, 4).mayRun(List.of(), CORES)).isTrue();
    }

    @Test
    void aJobRunsAloneWhateverItsTrainerCounts() {
        assertThat(waiting(1, 8).mayRun(List.of(), CORES)).isTrue();
    }

    @Test
    void aJobThatWaitsForManyCoresIsNotOvertaken() {
        ReservationEntry large = waiting(2, 4);
        ReservationEntry small = waiting(3, 1);
        assertThat(large.mayRun(List.of(running(1, 1), small), CORES)).isFalse();
        assertThat(small.mayRun(List.of(running(1, 1), large), CORES)).isFalse();
        assertThat(large.mayRun(List.of(small), CORES)).isTrue();
    }

    @Test
    void aDeviceOtherThanTheProcessorIsOfOneJobAtATime() {
        ReservationEntry trains = on("cuda:0", 1).running();
        ReservationEntry next = on("cuda:0", 2);
        assertThat(next.mayRun(List.of(trains), CORES)).isFalse();
        assertThat(on("cuda:1", 3).mayRun(List.of(trains, next), CORES))
                .as("a job that waits for a device holds up no job that does not")
                .isTrue();
        assertThat(waiting(3, 1).mayRun(List.of(trains, next), CORES)).isTrue();
        assertThat(on("cuda:0", 3).mayRun(List.of(next), CORES)).isFalse();
    }

    @Test
    void memoryIsTakenInTurnAndNeverTwice() {
        ReservationEntry has = running(1, 1).having(60);
        ReservationEntry large = running(2, 1).waitingFor(50);
        ReservationEntry small = running(3, 1).waitingFor(10);
        assertThat(large.mayTakeMemory(List.of(has, small), CAPACITY)).isFalse();
        assertThat(small.mayTakeMemory(List.of(has, large), CAPACITY))
                .as("the one before it waits")
                .isFalse();
        assertThat(small.mayTakeMemory(List.of(has), CAPACITY)).isTrue();
        assertThat(large.mayTakeMemory(List.of(running(1, 1), small), CAPACITY)).isTrue();
    }

    @Test
    void containersOfOneMachineHaveMemoryOfTheirOwn() {
        ReservationEntry elsewhere = new ReservationEntry(1, "another", 1, "cpu", true, 100, 0);
        assertThat(running(2, 1).waitingFor(50).mayTakeMemory(List.of(elsewhere), CAPACITY))
                .isTrue();
    }

    private static ReservationEntry waiting(long ticket, int threads) {
        return new ReservationEntry(ticket, "here", threads, "cpu", false, 0, 0);
    }

    private static ReservationEntry running(long ticket, int threads) {
        return waiting(ticket, threads).running();
    }

    private static ReservationEntry on(String device, long ticket) {
        return new ReservationEntry(ticket, "here", 1, device, false, 0, 0);
    }
}
