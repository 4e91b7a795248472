package dev.atelier.cli.follow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    void showsAJobThatHasNoEpochYet() {
        assertThat(ProgressLine.of("a", Jobs.job("a", "QUEUED", 0), DEFAULT)).endsWith("waits");
        assertThat(ProgressLine.of("a", Jobs.job("a", "RUNNING", 0), DEFAULT)).endsWith("epoch 0/5");
    }

    @Test
    void reportsWhyAJobWaitsAgain() {
        assertThat(ProgressLine.of("a", Jobs.released("a", "no space\n\u001b[2J"), DEFAULT))
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
