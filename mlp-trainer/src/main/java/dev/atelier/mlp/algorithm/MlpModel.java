package dev.atelier.mlp.algorithm;

import dev.atelier.mlp.kernel.MatrixView;
import dev.atelier.mlp.network.Mlp;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.DivergedException;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.algorithm.StepTotals;
import dev.atelier.trainer.compute.Workers;
import java.util.SortedMap;
import org.ejml.data.FMatrixRMaj;

/** A multilayer perceptron as the runtime trains it: adds up what steps find, and owns the arithmetic's threads. */
final class MlpModel implements Model {
    private final Mlp mlp;
    private final Workers workers;
    private long steps;
    private long examples;
    private double loss;
    private long correct;
    private double gradientNorms;

    MlpModel(Mlp mlp, Workers workers) {
        this.mlp = mlp;
        this.workers = workers;
    }

    @Override
    public long parameters() {
        return mlp.size();
    }

    @Override
    public void step(Batch batch, long globalStep, double learningRate) throws DivergedException {
        Mlp.Step step = mlp.step(inputs(batch), batch.labels(), globalStep, learningRate);
        if (!Double.isFinite(step.loss())) {
            throw new DivergedException(globalStep, step.loss() / batch.size());
        }
        steps++;
        examples += batch.size();
        loss += step.loss();
        correct += step.correct();
        gradientNorms += step.gradientNorm();
    }

    @Override
    public StepTotals drain() {
        StepTotals totals =
                steps == 0 ? StepTotals.NONE : new StepTotals(examples, loss, correct, gradientNorms / steps);
        steps = 0;
        examples = 0;
        loss = 0;
        correct = 0;
        gradientNorms = 0;
        return totals;
    }

    @Override
    public void logits(Batch batch, float[] logits) {
        FMatrixRMaj result = mlp.logits(inputs(batch));
        System.arraycopy(result.data, 0, logits, 0, result.getNumElements());
    }

    @Override
    public SortedMap<String, Tensor> weights() {
        return mlp.weights();
    }

    @Override
    public void load(SortedMap<String, Tensor> weights) {
        mlp.load(weights);
    }

    @Override
    public void startFrom(SortedMap<String, Tensor> weights) {
        mlp.startFrom(weights);
    }

    @Override
    public SortedMap<String, Tensor> state() {
        return mlp.state();
    }

    @Override
    public void restore(SortedMap<String, Tensor> state) {
        mlp.restore(state);
    }

    @Override
    public void close() {
        workers.close();
    }

    private static MatrixView inputs(Batch batch) {
        return MatrixView.ofRows(batch.inputs(), batch.size(), batch.features());
    }
}
