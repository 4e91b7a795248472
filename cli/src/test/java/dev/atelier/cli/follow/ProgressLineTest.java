package dev.atelier.cli.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    @Test
    void reportsEpochLossAccuracySpeedAndTimeLeft() {
        assertThat(ProgressLine.of("two-hidden seed 1", Jobs.epoch(2, 0.4567)))
                .isEqualTo("two-hidden seed 1         epoch  2/5  loss 0.4567  validation 84.21 %  "
                        + "51,234 samples/s  9 s left");
    }

    @Test
    void leavesTheTimeOutOfTheLastEpoch() {
        assertThat(ProgressLine.of("a", Jobs.epoch(5, 0.3))).doesNotContain("left");
    }

    @Test
    void reportsHowAJobEnded() {
        assertThat(ProgressLine.ended("a", Jobs.job("a", "COMPLETED", 5))).endsWith("completed, test accuracy 87.12 %");
        assertThat(ProgressLine.ended("a", Jobs.job("a", "FAILED", 1))).endsWith("failed: the loss is not a number");
    }

    @Test
    void showsAJobThatHasNoEpochYet() {
        assertThat(ProgressLine.of("a", Jobs.job("a", "QUEUED", 0))).endsWith("waits");
        assertThat(ProgressLine.of("a", Jobs.job("a", "RUNNING", 0))).endsWith("epoch 0/5");
    }

    @Test
    void reportsWhyAJobWaitsAgain() {
        assertThat(ProgressLine.of("a", Jobs.released("a", "no space\n\u001b[2J")))
                .contains("waits: no space")
                .doesNotContain("\n", "\u001b");
    }

    @Test
    void writesDurationsAsPeopleDo() {
        assertThat(ProgressLine.duration(Duration.ofSeconds(89))).isEqualTo("89 s");
        assertThat(ProgressLine.duration(Duration.ofSeconds(125))).isEqualTo("2 min 05 s");
        assertThat(ProgressLine.duration(Duration.ofMinutes(125))).isEqualTo("2 h 05 min");
    }
}
