package dev.atelier.djl.training;

import dev.atelier.contracts.job.TrainingSpec;
import dev.atelier.djl.network.Weight;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.compute.Workers;
import dev.atelier.trainer.optimizer.Optimizer;
import java.util.List;
import java.util.SortedMap;

/** The runtime's own optimiser, in one pass over the processor's memory that PyTorch computes with. */
final class MemoryUpdate implements Update {
    private final List<Weight> weights;
    private final Optimizer optimizer;

    MemoryUpdate(TrainingSpec training, List<Weight> weights, Workers workers) {
        this.weights = weights;
        this.optimizer = new Optimizer(training, weights, workers);
        optimizer.beginAverages();
    }

    @Override
    public double step(double learningRate, int batchSize) {
        weights.forEach(Weight::takeGradientMemory);
        return optimizer.step(learningRate, batchSize);
    }

    @Override
    public void save(SortedMap<String, Tensor> state) {
        optimizer.save(state);
    }

    @Override
    public void restore(SortedMap<String, Tensor> state) {
        optimizer.restore(state);
    }
}
