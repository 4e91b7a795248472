package dev.atelier.djl.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.check.Violation;
import dev.atelier.djl.network.Blueprint.FrozenStatistics;
import dev.atelier.trainer.algorithm.Activation;
import dev.atelier.trainer.algorithm.Init;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LastBatchTest {
    private static final List<Op> OPS = List.of(
            Op.Conv2d.same("first", 1, 4, 3, false),
            new Op.BatchNorm2d("early", 4),
            new Op.MaxPool(8, 8, 0),
            new Op.Residual(
                    List.of(Op.Conv2d.same("second", 4, 4, 3, false), new Op.BatchNorm2d("late", 4)),
                    List.of(),
                    Activation.RELU),
            new Op.Flatten(),
            new Op.Linear("output", 4, 10));
    private static final FeatureShape EIGHT = new FeatureShape(1, 8, 8);
    private static final FeatureShape SIXTEEN = new FeatureShape(1, 16, 16);

    @Test
    void oneImageOfOnePixelIsNoBatchToNormalise() {
        assertThat(LastBatch.violation(whole(), EIGHT, 50, 101))
                .get()
                .extracting(Violation::sentence)
                .asString()
                .contains("training.batchSize", "50", "101 training images", "late");
        assertThat(LastBatch.violation(whole(), EIGHT, 1, 100)).isPresent();
    }

    @Test
    void twoImagesOrMorePixelsAreEnough() {
        assertThat(LastBatch.violation(whole(), EIGHT, 50, 102)).isEmpty();
        assertThat(LastBatch.violation(whole(), EIGHT, 50, 100)).isEmpty();
        assertThat(LastBatch.violation(whole(), SIXTEEN, 50, 101)).isEmpty();
    }

    @Test
    void frozenNormalisationsCountWhereTheyGoByTheBatch() {
        assertThat(LastBatch.violation(frozen(FrozenStatistics.RUNNING), EIGHT, 50, 101))
                .isEmpty();
        assertThat(LastBatch.violation(frozen(FrozenStatistics.OF_THE_BATCH), EIGHT, 50, 101))
                .isPresent();
    }

    private static Blueprint whole() {
        return Blueprint.of(OPS, Init.PYTORCH);
    }

    private static Blueprint frozen(FrozenStatistics statistics) {
        return new Blueprint(OPS, Init.PYTORCH, new TreeMap<>(), 5, statistics, 5, 1);
    }
}
