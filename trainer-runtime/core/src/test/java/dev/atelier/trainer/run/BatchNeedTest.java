package dev.atelier.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.schema.Violation;
import dev.atelier.trainer.algorithm.InputShape;
import org.junit.jupiter.api.Test;

class BatchNeedTest {
    private static final InputShape LARGE = new InputShape(3, 224, 224, 10);
    private static final long GIBI = 1L << 30;

    @Test
    void usualBatchesFit() {
        assertThat(BatchNeed.violation(LARGE, 64, 2 * GIBI)).isEmpty();
        assertThat(BatchNeed.violation(new InputShape(1, 28, 28, 10), 65536, 2 * GIBI))
                .isEmpty();
    }

    @Test
    void whatDoesNotFitIsSaidWithWhatWould() {
        Violation violation = BatchNeed.violation(LARGE, 4096, 2 * GIBI).orElseThrow();

        assertThat(violation.sentence()).contains("training.batchSize", "4096", "588 KiB an image", "2048 MiB");
        int most = Integer.parseInt(violation.sentence().replaceAll(".*at most (\\d+):.*", "$1"));
        assertThat(BatchNeed.violation(LARGE, most, 2 * GIBI)).isEmpty();
        assertThat(BatchNeed.violation(LARGE, most + 1, 2 * GIBI)).isPresent();
    }

    @Test
    void noBatchIsLargerThanAnArrayHoweverLargeTheHeap() {
        assertThat(BatchNeed.violation(LARGE, 3566, 1000 * GIBI)).isEmpty();
        assertThat(BatchNeed.violation(LARGE, 3567, 1000 * GIBI)).isPresent();
    }
}
