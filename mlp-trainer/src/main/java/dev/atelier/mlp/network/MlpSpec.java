package dev.atelier.mlp.network;

import dev.atelier.contracts.job.Job;
import dev.atelier.trainer.algorithm.Activation;
import dev.atelier.trainer.algorithm.Init;
import java.util.List;

/**
 * A multilayer perceptron, as a job describes it.
 *
 * @param hidden widths of the hidden layers; empty for a linear classifier
 * @param init how weights are drawn
 * @param dropout probability that a hidden activation is dropped
 */
public record MlpSpec(List<Integer> hidden, Activation activation, Init init, double dropout) {
    public MlpSpec {
        hidden = List.copyOf(hidden);
    }

    /** @throws IllegalArgumentException if the job's model is not a perceptron */
    public static MlpSpec of(Job job) {
        return job.model().as(MlpSpec.class);
    }
}
