package dev.atelier.trainer.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReservationEntryTest {
    private static final int CORES = 4;
    private static final long CAPACITY = 100;

    @Test
    void jobsRunSideBySideAsFarAsTheirThreadsAllow() {
        assertThat(waiting(3, 1).coresFor(List.of(running(1, 2), running(2, 1)), CORES))
                .hasValue(1);
        assertThat(waiting(3, 2).coresFor(List.of(running(1, 2), running(2, 1)), CORES))
                .isEmpty();
        assertThat(waiting(3, 4).coresFor(List.of(), CORES)).hasValue(4);
        assertThat(waiting(3, 1).coresFor(List.of(running(1, 4)), CORES)).isEmpty();
    }

    @Test
    void aJobRunsAloneWhateverItsTrainerCounts() {
        assertThat(waiting(1, 8).coresFor(List.of(), CORES)).hasValue(8);
        assertThat(waiting(2, 1).coresFor(List.of(running(1, 8)), CORES)).isEmpty();
    }

    @Test
    void aJobThatWaitsForManyCoresIsNotOvertaken() {
        ReservationEntry large = waiting(2, 4);
        ReservationEntry small = waiting(3, 1);
        assertThat(large.coresFor(List.of(running(1, 1), small), CORES)).isEmpty();
        assertThat(small.coresFor(List.of(running(1, 1), large), CORES)).isEmpty();
        assertThat(large.coresFor(List.of(small), CORES)).hasValue(4);
    }

    @Test
    void aJobThatCanDoWithFewerCoresTakesItsShare() {
        ReservationEntry job = new ReservationEntry(1, "here", 1, 3, "cpu", false, 0, 0);
        assertThat(job.coresFor(List.of(), CORES)).as("alone").hasValue(3);
        assertThat(job.coresFor(List.of(waiting(2, 1)), CORES)).hasValue(2);
        assertThat(job.coresFor(List.of(waiting(2, 1), waiting(3, 2)), CORES)).hasValue(1);
        assertThat(job.coresFor(List.of(running(0, 2)), CORES)).hasValue(2);
        assertThat(job.coresFor(List.of(running(0, 3), waiting(2, 1)), CORES)).hasValue(1);
        assertThat(job.coresFor(List.of(running(0, 4)), CORES)).isEmpty();
    }

    @Test
    void aDeviceOtherThanTheProcessorIsOfOneJobAtATime() {
        ReservationEntry trains = on("cuda:0", 1).running(1);
        ReservationEntry next = on("cuda:0", 2);
        assertThat(next.coresFor(List.of(trains), CORES)).isEmpty();
        assertThat(on("cuda:1", 3).coresFor(List.of(trains, next), CORES))
                .as("a job that waits for a device holds up no job that does not")
                .hasValue(1);
        assertThat(waiting(3, 1).coresFor(List.of(trains, next), CORES)).hasValue(1);
        assertThat(on("cuda:0", 3).coresFor(List.of(next), CORES)).isEmpty();
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
        ReservationEntry elsewhere = new ReservationEntry(1, "another", 1, 1, "cpu", true, 100, 0);
        assertThat(running(2, 1).waitingFor(50).mayTakeMemory(List.of(elsewhere), CAPACITY))
                .isTrue();
    }

    private static ReservationEntry waiting(long ticket, int threads) {
        return new ReservationEntry(ticket, "here", threads, threads, "cpu", false, 0, 0);
    }

    private static ReservationEntry running(long ticket, int threads) {
        return waiting(ticket, threads).running(threads);
    }

    private static ReservationEntry on(String device, long ticket) {
        return new ReservationEntry(ticket, "here", 1, 1, device, false, 0, 0);
    }
}
