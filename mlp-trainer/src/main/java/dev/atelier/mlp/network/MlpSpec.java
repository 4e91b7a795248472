package dev.atelier.mlp.network;

import dev.atelier.contracts.job.Job;
import dev.atelier.trainer.algorithm.Activation;
import dev.atelier.trainer.algorithm.Init;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A multilayer perceptron, as a job describes it.
 *
 * @param hidden widths of the hidden layers; empty for a linear classifier
 * @param activation of hidden layers; null in a job without any
 * @param init how weights are drawn
 * @param dropout probability that a hidden activation is dropped; null in a job without hidden layers
 */
public record MlpSpec(
        List<Integer> hidden,
        @Nullable Activation activation,
        Init init,
        @Nullable Double dropout) {
    public MlpSpec {
        hidden = List.copyOf(hidden);
        if (!hidden.isEmpty() && (activation == null || dropout == null)) {
            throw new IllegalArgumentException("a perceptron with hidden layers needs activation and dropout");
        }
    }

    /** @throws IllegalArgumentException if the job's model is not a perceptron */
    public static MlpSpec of(Job job) {
        return job.model().as(MlpSpec.class);
    }

    /** Whether any activation may be dropped. */
    public boolean isDropping() {
        return !hidden.isEmpty() && dropout != null && dropout > 0;
    }
}
