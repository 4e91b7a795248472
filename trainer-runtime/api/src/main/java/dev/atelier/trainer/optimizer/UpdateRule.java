package dev.atelier.trainer.optimizer;

import dev.atelier.contracts.job.OptimizerSpec;
import dev.atelier.tensor.Tensor;
import java.util.List;
import java.util.SortedMap;

/**
 * How one step moves the values of the parameters by their gradients. Ranges of different parameters, and different
 * ranges of one, can be moved by different threads, all between one {@link #begin} and the next.
 */
sealed interface UpdateRule permits SgdUpdate, AdamUpdate {
    /** Begins the next step. */
    void begin(double learningRate);

    /**
     * Moves a range.
     *
     * @param parameter the parameter's number
     * @param gradientScale what the gradient is multiplied by, as clipping wants it
     */
    void move(int parameter, long from, long to, float gradientScale);

    /** Adds what the rule remembers between steps. */
    void save(SortedMap<String, Tensor> state);

    void restore(SortedMap<String, Tensor> state);

    static UpdateRule of(OptimizerSpec.Rule rule, List<? extends Parameter> parameters) {
        return switch (rule) {
            case OptimizerSpec.Sgd sgd -> new SgdUpdate(sgd, parameters);
            case OptimizerSpec.Adam(var betas, double eps, double decay) ->
                new AdamUpdate(betas, eps, decay, parameters, false);
            case OptimizerSpec.AdamW(var betas, double eps, double decay) ->
                new AdamUpdate(betas, eps, decay, parameters, true);
        };
    }
}
