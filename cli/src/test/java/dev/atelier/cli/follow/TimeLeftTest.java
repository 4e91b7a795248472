package dev.atelier.cli.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimeLeftTest {
    private final AtomicLong seconds = new AtomicLong();
    private final TimeLeft left = new TimeLeft(() -> seconds.get() * 1_000_000_000);

    @Test
    void thereIsNoneBeforeTheFirstEpochAndAfterTheLast() {
        for (var job : List.of(
                Jobs.job("a", "QUEUED", 0),
                Jobs.job("a", "RUNNING", 0),
                Jobs.job("a", "RUNNING", 5),
                Jobs.job("a", "COMPLETED", 5))) {
            left.observe(job);

            assertThat(left.of(job)).as("%s", job.state()).isEmpty();
        }
    }

    @Test
    void countsDownSinceTheLatestEpochAndWaitsForOneThatIsLate() {
        var job = Jobs.job("a", "RUNNING", 2);
        left.observe(job);
        assertThat(left.of(job)).contains(Duration.ofSeconds(9));

        seconds.addAndGet(2);
        left.observe(job);
        assertThat(left.of(job)).contains(Duration.ofSeconds(7));
        seconds.addAndGet(20);
        assertThat(left.of(job)).contains(Duration.ofSeconds(6));

        var next = Jobs.job("a", "RUNNING", 3);
        left.observe(next);
        assertThat(left.of(next)).contains(Duration.ofSeconds(6));
    }

    @Test
    void followsAllEpochsSeenOnceThereAreSomeSoThatOneThatIsSlowChangesLittle() {
        left.observe(Jobs.job("a", "RUNNING", 0));
        for (int epoch = 1; epoch <= 4; epoch++) {
            seconds.addAndGet(10);
            left.observe(Jobs.job("a", "RUNNING", epoch));
        }

        assertThat(left.of(Jobs.job("a", "RUNNING", 4))).contains(Duration.ofSeconds(10));
    }

    @Test
    void anAttemptThatGoesBackToACheckpointBeginsAnotherEstimate() {
        for (int epoch : new int[] {0, 1, 2, 3, 4, 1}) {
            seconds.addAndGet(100);
            left.observe(Jobs.job("a", "RUNNING", epoch));
        }

        assertThat(left.of(Jobs.job("a", "RUNNING", 1))).contains(Duration.ofSeconds(12));
    }

    @Test
    void ofSeveralThereIsOneOnceAJobHasEnded() {
        left.observe(Jobs.job("a", "RUNNING", 0));
        left.observe(Jobs.job("b", "QUEUED", 0));
        seconds.addAndGet(10);
        left.observe(Jobs.job("a", "RUNNING", 4));
        assertThat(left.of(List.of(Jobs.job("a", "RUNNING", 4), Jobs.job("b", "QUEUED", 0)), 3))
                .isEmpty();

        left.observe(Jobs.job("a", "COMPLETED", 5));

        // Five epochs in ten seconds; five of b and, as is to be expected, five of one that is not known yet are left.
        assertThat(left.of(List.of(Jobs.job("a", "COMPLETED", 5), Jobs.job("b", "QUEUED", 0)), 3))
                .contains(Duration.ofSeconds(20));
    }

    @Test
    void whatHadEndedBeforeDoesNotCountAsQuick() {
        left.observe(Jobs.job("a", "COMPLETED", 5));
        left.observe(Jobs.job("b", "RUNNING", 0));
        seconds.addAndGet(10);
        left.observe(Jobs.job("a", "COMPLETED", 5));
        left.observe(Jobs.job("b", "RUNNING", 1));

        assertThat(left.of(List.of(Jobs.job("a", "COMPLETED", 5), Jobs.job("b", "RUNNING", 1)), 2))
                .isEmpty();
    }
}
