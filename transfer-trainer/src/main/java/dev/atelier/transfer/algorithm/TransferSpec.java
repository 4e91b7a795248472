package dev.atelier.transfer.algorithm;

import dev.atelier.contracts.job.Job;
import dev.atelier.transfer.weights.WeightsSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pretrained backbone under a new head, as a job describes it.
 *
 * @param hidden widths of the head's hidden layers
 * @param trainable {@code head}, {@code layer4} … {@code layer1}, or {@code all}
 * @param batchNorm statistics that frozen batch-norm layers use: {@code eval} or {@code train}; null where none is frozen
 */
record TransferSpec(
        String backbone,
        WeightsSpec weights,
        List<Integer> hidden,
        String trainable,
        @Nullable String batchNorm) {
    TransferSpec {
        hidden = List.copyOf(hidden);
    }

    /** @throws IllegalArgumentException if the job's model is not of this family */
    static TransferSpec of(Job job) {
        return job.model().as(TransferSpec.class);
    }
}
