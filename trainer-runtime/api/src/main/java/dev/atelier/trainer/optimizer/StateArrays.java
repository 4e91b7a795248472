package dev.atelier.trainer.optimizer;

import dev.atelier.contracts.job.EvaluationSpec;
import dev.atelier.contracts.job.OptimizerSpec;
import dev.atelier.contracts.job.TrainingSpec;

/** How many arrays as large as the trained weights a job's training keeps, and copies for a checkpoint. */
public final class StateArrays {
    /** Checkpoints whose copies are in memory at once: one that is being written, and the one of the next epoch. */
    public static final int CHECKPOINTS = 2;

    private StateArrays() {}

    /** The weights, the optimiser's moments and the averaged weights, without the gradients. */
    public static int of(TrainingSpec training) {
        int moments = switch (training.optimizer().rule()) {
            case OptimizerSpec.Sgd sgd -> sgd.momentum() != 0 ? 1 : 0;
            case OptimizerSpec.Adam _, OptimizerSpec.AdamW _ -> 2;
        };
        return 1 + moments + (training.emaDecay() == null ? 0 : 1);
    }

    /**
     * Copies of the weights that are evaluated: those of the result or, where the best epoch's are, the best so far and,
     * when an epoch is better, those in their place.
     */
    public static int results(EvaluationSpec evaluation) {
        return evaluation.checkpoint() == EvaluationSpec.TestedWeights.BEST ? 2 : 1;
    }
}
