package dev.atelier.trainer.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainValidationSplitTest {
    @Test
    void everyImageIsInExactlyOnePart() {
        TrainValidationSplit split = TrainValidationSplit.of(1000, 170, 42, OptionalInt.empty());
        assertThat(split.training()).hasSize(830);
        assertThat(split.validation()).hasSize(170);
        assertThat(IntStream.concat(Arrays.stream(split.training()), Arrays.stream(split.validation()))
                        .sorted())
                .containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
    }

    @Test
    void theSeedDecidesTheSplit() {
        TrainValidationSplit split = TrainValidationSplit.of(1000, 170, 42, OptionalInt.empty());
        assertThat(TrainValidationSplit.of(1000, 170, 42, OptionalInt.empty()).digest())
                .isEqualTo(split.digest());
        assertThat(TrainValidationSplit.of(1000, 170, 43, OptionalInt.empty()).digest())
                .isNotEqualTo(split.digest());
    }

    @Test
    void aLimitTakesTheFirstTrainingImagesAndLeavesValidationAlone() {
        TrainValidationSplit whole = TrainValidationSplit.of(1000, 170, 42, OptionalInt.empty());
        TrainValidationSplit limited = TrainValidationSplit.of(1000, 170, 42, OptionalInt.of(100));
        assertThat(limited.training()).isEqualTo(Arrays.copyOf(whole.training(), 100));
        assertThat(limited.validation()).isEqualTo(whole.validation());
        assertThat(limited.digest()).isNotEqualTo(whole.digest());
    }

    @Test
    void thePartsAreDrawnEvenlyFromTheWholeDataset() {
        int[] validation =
                TrainValidationSplit.of(60_000, 10_000, 42, OptionalInt.empty()).validation();
        for (int block = 0; block < 6; block++) {
            int from = block * 10_000;
            long inBlock = Arrays.stream(validation)
                    .filter(image -> image >= from && image < from + 10_000)
                    .count();
            // 1,667 expected; the standard deviation is 34
            assertThat(inBlock).isBetween(1_500L, 1_830L);
        }
    }

    /** Splits of past jobs must never change. From {@code src/test/python/split_golden.py}. */
    @Test
    void theSplitOfThePublishedStudyIsPinned() {
        TrainValidationSplit split = TrainValidationSplit.of(60_000, 10_000, 42, OptionalInt.empty());
        assertThat(Arrays.copyOf(split.training(), 5)).containsExactly(43520, 32598, 30494, 44587, 1191);
        assertThat(split.digest()).isEqualTo("2ab5ea5129e6987bef840fe7f7c12f3c5b4e40f3d22268a5e147b7a887ad2b0b");
    }

    @Test
    void partsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> TrainValidationSplit.of(100, 100, 1, OptionalInt.empty()))
                .hasMessage(
                        "split.validation is 100; expected a number between 0 and 99: the dataset has 100 training images");
        assertThatThrownBy(() -> TrainValidationSplit.of(100, 10, 1, OptionalInt.of(91)))
                .hasMessage(
                        "limit is 91; expected a number between 1 and 90: the training images that the split leaves");
    }
}
