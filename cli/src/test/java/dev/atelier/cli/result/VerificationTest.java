package dev.atelier.cli.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.atIndex;

import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.follow.Jobs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerificationTest {
    private final JobResponse original = Jobs.job("a", "COMPLETED", 2, 0.87, "aa");

    @Test
    void findsNoDifferenceBetweenEqualRunsHoweverLongTheyTook() {
        assertThat(Verification.compare(
                        original,
                        List.of(Jobs.epoch(1, 0.5), Jobs.epoch(2, 0.4)),
                        Jobs.job("b", "COMPLETED", 2, 0.87, "aa"),
                        List.of(Jobs.epoch(1, 0.5), Jobs.epoch(2, 0.4))))
                .isEmpty();
    }

    @Test
    void findsADifferenceInTheLastBit() {
        assertThat(Verification.compare(
                        original,
                        List.of(Jobs.epoch(1, 0.5), Jobs.epoch(2, 0.4)),
                        Jobs.job("b", "COMPLETED", 2, 0.87, "bb"),
                        List.of(Jobs.epoch(1, 0.5), Jobs.epoch(2, Math.nextUp(0.4)))))
                .containsExactly(
                        "epoch 2 train.loss was 0.4, is now 0.4000000000000001",
                        "SHA-256 of the weights was aa, is now bb");
    }

    @Test
    void findsADifferenceInAnyMetricThatBothRunsHave() {
        assertThat(Verification.compare(
                        original,
                        List.of(Jobs.epoch(1, 0.5, Map.of("validation.beauty", 0.1))),
                        original,
                        List.of(Jobs.epoch(1, 0.5, Map.of("validation.beauty", 0.2, "validation.newer", 1.0)))))
                .containsExactly("epoch 1 validation.beauty was 0.1, is now 0.2");
    }

    @Test
    void findsALossThatIsNoNumberAnyMore() {
        assertThat(Verification.compare(
                        original, List.of(Jobs.epoch(1, 0.5)), original, List.of(Jobs.epoch(1, null, Map.of()))))
                .containsExactly("epoch 1 train.loss was 0.5, is now null");
    }

    @Test
    void findsAnyMetricThatIsNoNumberAnyMore() {
        assertThat(Verification.compare(
                        original,
                        List.of(
                                Jobs.epoch(1, 0.5, Map.of("validation.beauty", 0.1)),
                                Jobs.epoch(2, 0.4, Map.of("validation.beauty", 0.2))),
                        original,
                        List.of(Jobs.epoch(1, 0.5, Map.of("validation.beauty", 0.1)), Jobs.epoch(2, 0.4))))
                .containsExactly("epoch 2 validation.beauty was 0.2, is now null");
    }

    @Test
    void differentVersionsAreNamedBeforeAnyOtherDifferenceOfTheEnvironment() {
        assertThat(Verification.compare(Jobs.jobBy("0.1.0", "aa"), List.of(), Jobs.jobBy("0.2.0", "bb"), List.of()))
                .hasSize(3)
                .startsWith("SHA-256 of the weights was aa, is now bb")
                .satisfies(
                        sentence -> assertThat(sentence)
                                .startsWith("Atelier 0.1.0 trained the job, and Atelier 0.2.0 trained it again"),
                        atIndex(1));
        assertThat(Verification.compare(Jobs.jobBy("0.2.0", "aa"), List.of(), Jobs.jobBy("0.2.0", "bb"), List.of()))
                .containsExactly("SHA-256 of the weights was aa, is now bb");
    }

    @Test
    void findsMissingEpochs() {
        assertThat(Verification.compare(
                        original,
                        List.of(Jobs.epoch(1, 0.5), Jobs.epoch(2, 0.4)),
                        original,
                        List.of(Jobs.epoch(1, 0.5))))
                .containsExactly("It had 2 epochs, now 1.");
    }
}
