package dev.atelier.cli.follow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.result.ShownMetrics;
import dev.atelier.cli.terminal.TimeText;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final ShownMetrics DEFAULT = ShownMetrics.of(List.of());

    @Test
    void showsWhatTheJobMonitorsAndWhatWasAdded() {
        JsonNode request = Json.MAPPER.valueToTree(Map.of("evaluation", Map.of("monitor", "validation.macroF1")));
        ShownMetrics shown = ShownMetrics.of(request, List.of(new Metric("validation.loss"), new Metric("test.loss")));

        assertThat(ProgressLine.of(
                        "a",
                        Jobs.epoch(2, 0.4567, Map.of("validation.macroF1", 0.625, "validation.loss", 0.44)),
                        shown))
                .contains("loss 0.4567  validation macro F1 62.50 %  validation loss 0.4400  ")
                .doesNotContain("accuracy", "test");
        assertThat(ProgressLine.ended("a", Jobs.job("a", "COMPLETED", 5), shown))
                .endsWith("completed, test accuracy 87.12 %, test macro F1 -, test loss 0.3612");
    }

    @Test
    void reportsEpochLossAccuracySpeedAndTimeLeft() {
        assertThat(ProgressLine.of("two-hidden seed 1", Jobs.epoch(2, 0.4567), DEFAULT))
                .isEqualTo("two-hidden seed 1         epoch  2/5  loss 0.4567  validation accuracy 84.21 %  "
                        + "51,234 samples/s  9 s left");
    }

    @Test
    void leavesTheTimeOutOfTheLastEpoch() {
        assertThat(ProgressLine.of("a", Jobs.epoch(5, 0.3), DEFAULT)).doesNotContain("left");
    }

    @Test
    void reportsHowAJobEnded() {
        assertThat(ProgressLine.ended("a", Jobs.job("a", "COMPLETED", 5), DEFAULT))
                .endsWith("completed, test accuracy 87.12 %");
        assertThat(ProgressLine.ended("a", Jobs.job("a", "FAILED", 1), DEFAULT))
                .endsWith("failed: the loss is not a number");
    }

    @Test
    void leavesTheTimeOutWhereItIsLessThanASecond() {
        for (double seconds : new double[] {0, 0.001, 0.1, 0.332}) {
            assertThat(ProgressLine.of("a", Jobs.epoch(2, seconds, 0.3), DEFAULT))
                    .as("3 epochs of %s s", seconds)
                    .doesNotContain("left");
        }
        assertThat(ProgressLine.of("a", Jobs.epoch(2, 0.334, 0.3), DEFAULT)).endsWith("1 s left");
    }

    @Test
    void showsAJobThatHasNoEpochYet() {
        assertThat(line(Jobs.job("a", "QUEUED", 0), 80)).endsWith("waits");
        assertThat(line(Jobs.job("a", "RUNNING", 0), 80)).endsWith("[..........]  epoch 0/5");
    }

    @Test
    void showsABarAndAsMuchAsFitsTheTerminalTheLeastImportantLeftOutFirst() {
        JobResponse job = Jobs.job("two-hidden", "RUNNING", 2);
        String label = "two-hidden                ";

        assertThat(line(job, 200))
                .isEqualTo(label + "[####......]  epoch  2/5  loss 0.4567  validation accuracy 84.21 %"
                        + "  51,234 samples/s  9 s left");
        assertThat(line(job, 110))
                .isEqualTo("two-hidden      [####......]  epoch  2/5  loss 0.4567  validation accuracy 84.21 %"
                        + "  51,234 samples/s  9 s left");
        assertThat(line(job, 95))
                .isEqualTo(
                        "two-hidden         [####......]  epoch  2/5  loss 0.4567  validation accuracy 84.21 %  9 s left");
        assertThat(line(job, 80))
                .isEqualTo("two-hidden       [####......]  epoch  2/5  validation accuracy 84.21 %  9 s left");
        assertThat(line(job, 70)).isEqualTo("two-hidden           epoch  2/5  validation accuracy 84.21 %  9 s left");
        assertThat(line(job, 45)).isEqualTo("two-hidden               epoch  2/5  9 s left");
        assertThat(line(job, 26)).isEqualTo("two-  epoch  2/5  9 s left");
        for (int width = 22; width < 200; width++) {
            assertThat(line(job, width))
                    .hasSizeLessThanOrEqualTo(width)
                    .contains("epoch  2/5")
                    .endsWith("9 s left");
        }
    }

    @Test
    void showsHowManyJobsOfAStudyHaveEndedAndHowManyRunAndWait() {
        Standing standing = new Standing(
                Map.of("a", Jobs.job("a", "RUNNING", 1)), 9, 6, 2, Optional.of(Duration.ofSeconds(200)), Map.of());

        assertThat(ProgressLine.of(standing, 200))
                .isEqualTo(
                        "[########............]  8/18 jobs  1 running, 9 waiting, 2 without a result  3 min 20 s left");
        assertThat(ProgressLine.of(standing, 30)).isEqualTo("8/18 jobs  3 min 20 s left");
        assertThat(ProgressLine.of(new Standing(Map.of(), 0, 2, 0, Optional.empty(), Map.of()), 80))
                .isEqualTo("[####################]  2/2 jobs");
    }

    @Test
    void reportsWhyAJobWaitsAgain() {
        assertThat(line(Jobs.released("a", "no space\n\u001b[2J"), 80))
                .contains("waits: no space")
                .doesNotContain("\n", "\u001b");
    }

    @Test
    void writesDurationsAsPeopleDo() {
        assertThat(TimeText.duration(Duration.ofSeconds(89))).isEqualTo("89 s");
        assertThat(TimeText.duration(Duration.ofSeconds(125))).isEqualTo("2 min 05 s");
        assertThat(TimeText.duration(Duration.ofMinutes(125))).isEqualTo("2 h 05 min");
    }

    private static String line(JobResponse job, int width) {
        return ProgressLine.of(
                job.id(),
                job,
                DEFAULT,
                job.isRunning() && job.epoch() > 0 ? Optional.of(Duration.ofSeconds(9)) : Optional.empty(),
                width);
    }
}
