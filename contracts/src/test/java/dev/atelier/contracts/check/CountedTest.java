package dev.atelier.contracts.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountedTest {
    @ParameterizedTest
    @CsvSource({
        "0, epoch, 0 epochs",
        "1, epoch, 1 epoch",
        "2, epoch, 2 epochs",
        "1, study, 1 study",
        "3, study, 3 studies",
        "2, day, 2 days",
        "5, test image, 5 test images",
        "1, class, 1 class",
        "10, class, 10 classes",
        "2, batch, 2 batches",
        "7, process, 7 processes",
        "1000, entry, 1000 entries"
    })
    void theNounAgreesWithTheNumber(long count, String singular, String written) {
        assertThat(Counted.of(count, singular)).isEqualTo(written);
    }
}
