package dev.atelier.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.EpochCompleted.Score;
import dev.atelier.contracts.job.Job;
import dev.atelier.trainer.attempt.TestJobs;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RunProgressTest {
    private static final Job FOUR_EPOCHS = TestJobs.small("{}");
    private static final Job EARLY = TestJobs.small("""
            {"training": {"epochs": 100,
              "earlyStopping": {"monitor": "validation.loss", "mode": "min", "patience": 1, "minDelta": 0.1}}}
            """);

    @Test
    void aJobWithoutEarlyStoppingIsOverAfterItsLastEpoch() {
        RunProgress progress = after(FOUR_EPOCHS, 0.5, 0.4, 0.3);
        assertThat(progress.isOver(FOUR_EPOCHS)).isFalse();
        assertThat(progress.after(epoch(4, 0.2, 1), FOUR_EPOCHS).isOver(FOUR_EPOCHS))
                .isTrue();
    }

    @Test
    void theBestEpochIsTheFirstWithTheGreatestMetric() {
        assertThat(after(FOUR_EPOCHS, 0.5, 0.7, 0.7).best().bestEpoch()).isEqualTo(2);
        assertThat(after(FOUR_EPOCHS, 0.5, 0.7).lastIsBest()).isTrue();
        assertThat(after(FOUR_EPOCHS, 0.5, 0.7, 0.7).lastIsBest()).isFalse();
        assertThat(RunProgress.START.lastIsBest()).isFalse();
    }

    /** The epoch with the greatest accuracy is not the one with the least calibration error. */
    @Test
    void theBestEpochIsTheBestByTheMetricThatIsMonitored() {
        String metric = "validation.calibrationError";
        Job job = TestJobs.small("{\"evaluation\": {\"checkpoint\": \"best\", \"monitor\": \"" + metric
                + "\"}, \"training\": {\"epochs\": 9," + " \"earlyStopping\": {\"monitor\": \"" + metric
                + "\", \"patience\": 1}}}");
        RunProgress progress = RunProgress.START
                .after(epoch(1, 0.9, 1, Map.of(metric, 0.3)), job)
                .after(epoch(2, 0.5, 1, Map.of(metric, 0.1)), job)
                .after(epoch(3, 0.9, 1, Map.of()), job);
        assertThat(progress.best().bestEpoch()).isEqualTo(2);
        assertThat(progress.isOver(job)).isFalse();
        assertThat(progress.after(epoch(4, 0.9, 1, Map.of(metric, 0.1)), job).isOver(job))
                .isTrue();
    }

    @Test
    void patienceEndsATrainingThatDoesNotImproveByEnough() {
        RunProgress progress = RunProgress.START
                .after(epoch(1, 0, 1.0), EARLY)
                .after(epoch(2, 0, 0.5), EARLY)
                .after(epoch(3, 0, 0.45), EARLY);
        assertThat(progress.isOver(EARLY)).isFalse();
        assertThat(progress.after(epoch(4, 0, 0.42), EARLY).isOver(EARLY)).isTrue();
        assertThat(progress.after(epoch(4, 0, 0.3), EARLY).isOver(EARLY)).isFalse();
    }

    @Test
    void epochsFollowOneAnother() {
        assertThatThrownBy(() -> after(FOUR_EPOCHS, 0.5).after(epoch(3, 0.5, 1), FOUR_EPOCHS))
                .hasMessage("epoch is 3; expected 2, the next one");
    }

    @Test
    void aCheckpointHoldsAllOfIt() {
        RunProgress progress = after(EARLY, 0.1, 0.2);
        var checkpoint = progress.checkpoint("job", "run", 20, new TreeMap<>(), java.util.Optional.empty());
        assertThat(RunProgress.of(checkpoint)).isEqualTo(progress);
        assertThat(checkpoint.globalStep()).isEqualTo(20);
    }

    @Test
    void anotherRunTellsTheSameEpochsAsItsOwn() {
        RunProgress progress = after(FOUR_EPOCHS, 0.5, 0.6);
        assertThat(progress.publishedBy(2, "later"))
                .allSatisfy(epoch -> assertThat(epoch.run()).isEqualTo("later"))
                .allSatisfy(epoch -> assertThat(epoch.trainedBy()).isEqualTo("run"))
                .extracting(EpochCompleted::validation)
                .isEqualTo(progress.epochs().all().stream()
                        .map(EpochCompleted::validation)
                        .toList());
        assertThat(progress.seconds()).isEqualTo(2.5);
    }

    private static RunProgress after(Job job, double... accuracies) {
        RunProgress progress = RunProgress.START;
        for (int i = 0; i < accuracies.length; i++) {
            progress = progress.after(epoch(i + 1, accuracies[i], 1), job);
        }
        return progress;
    }

    private static EpochCompleted epoch(int epoch, double accuracy, double loss) {
        return epoch(epoch, accuracy, loss, Map.of());
    }

    private static EpochCompleted epoch(int epoch, double accuracy, double loss, Map<String, Double> metrics) {
        var score = new Score(loss, accuracy);
        return new EpochCompleted(
                "job",
                0,
                "run",
                "run",
                epoch,
                4,
                score,
                score,
                new TreeMap<>(metrics),
                0.1,
                1000,
                1.25,
                1,
                0,
                1,
                Instant.EPOCH);
    }
}
