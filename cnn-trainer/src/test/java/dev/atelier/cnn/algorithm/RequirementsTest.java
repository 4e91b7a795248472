package dev.atelier.cnn.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.check.Violation;
import dev.atelier.djl.network.Op;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.StopSignal;
import org.junit.jupiter.api.Test;

class RequirementsTest {
    private static final InputShape SHAPE = new InputShape(1, 28, 28, 10);
    private static final long GIBI = 1L << 30;

    @Test
    void thePublishedNetworkFitsAndHasItsParameters() {
        String defaults = "{}";
        assertThat(Requirements.violations(Jobs.resolved(defaults), SHAPE, 60_000))
                .isEmpty();
        assertThat(Op.parameters(Architecture.of(CnnSpec.of(Jobs.resolved(defaults)), SHAPE)))
                .isEqualTo(824_458);
        assertThat(Op.parameters(Architecture.of(CnnSpec.of(Jobs.resolved("{'model': {'kind': 'resnet'}}")), SHAPE)))
                .isEqualTo(1_209_834);
    }

    @Test
    void aKernelLargerThanWhatComesToItsLayerIsNamed() {
        String job = "{'model': {'filters': [4, 4, 4, 4, 4], 'kernel': 3}}";
        assertThat(Requirements.violations(Jobs.resolved(job), SHAPE, 60_000))
                .singleElement()
                .extracting(Violation::sentence)
                .asString()
                .contains("model.kernel is 3")
                .contains("at most 1: the input of layer 5 of model.filters has 1 × 1 pixels");
    }

    @Test
    void allThatABatchMakesCounts() {
        var wide = Requirements.memory(Jobs.resolved("{'model': {'hidden': [65536, 65536]}}"), SHAPE, true);
        assertThat(wide.offHeap().fixed()).isGreaterThan(64 * GIBI);
        var usual = Requirements.memory(Jobs.resolved("{}"), SHAPE, true);
        assertThat(usual.offHeap().of(50_000, 256)).isGreaterThan(12 * GIBI);
        assertThat(usual.offHeap().of(256, 256)).isLessThan(GIBI / 2);
    }

    @Test
    void aDeviceThatIsNotThereIsAClearFailure() {
        assertThat(new CnnAlgorithm()
                        .check(Jobs.resolved("{'runtime': {'device': 'cuda:7'}}"), SHAPE, 60_000, StopSignal.NEVER))
                .singleElement()
                .extracting(Violation::sentence)
                .asString()
                .contains("runtime.device is", "cuda:7");
    }
}
