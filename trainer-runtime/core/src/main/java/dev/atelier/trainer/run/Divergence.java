package dev.atelier.trainer.run;

import dev.atelier.contracts.event.EpochCompleted.Score;
import dev.atelier.contracts.event.JobCompleted.TestResult;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.DivergedException;
import java.util.SortedMap;

/**
 * Finds a training that diverged in what it leaves behind: after the last step of an epoch the weights may no longer be
 * finite although each loss was. Outputs that are not finite make the loss of their images, and so of the set, not finite either.
 */
final class Divergence {
    private Divergence() {}

    /**
     * Requires the scores of an epoch to be finite.
     *
     * @throws DivergedException which names the loss that is not
     */
    static void requireFinite(Score training, Score validation, int epoch) throws DivergedException {
        requireFinite(Split.TRAIN, training.loss(), epoch);
        requireFinite(Split.VALIDATION, validation.loss(), epoch);
    }

    /**
     * Requires a result to be finite, before any of it is kept.
     *
     * @param epoch whose weights were tested
     * @throws DivergedException which names the loss or the weight that is not
     */
    static void requireFinite(TestResult test, SortedMap<String, Tensor> weights, int epoch) throws DivergedException {
        requireFinite(Split.TEST, test.loss(), epoch);
        for (var named : weights.entrySet()) {
            if (named.getValue() instanceof Tensor.F32 tensor) {
                requireFinite(named.getKey(), tensor.values(), epoch);
            }
        }
    }

    private static void requireFinite(Split split, double loss, int epoch) throws DivergedException {
        if (!Double.isFinite(loss)) {
            throw DivergedException.ofFigure(Metric.of(split, Figure.LOSS).title(), loss)
                    .inEpoch(epoch);
        }
    }

    private static void requireFinite(String name, float[] values, int epoch) throws DivergedException {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw DivergedException.ofWeight(name, value).inEpoch(epoch);
            }
        }
    }
}
