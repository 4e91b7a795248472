package dev.atelier.linear;

import dev.atelier.contracts.job.TrainingSpec;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.DivergedException;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.algorithm.StepTotals;
import dev.atelier.trainer.compute.Workers;
import dev.atelier.trainer.optimizer.Optimizer;
import dev.atelier.trainer.optimizer.StateEntries;
import dev.atelier.trainer.random.Purpose;
import dev.atelier.trainer.random.Seeds;
import java.util.SortedMap;
import java.util.TreeMap;

/** A softmax regression in training, moved by the runtime's optimisers. */
final class LinearModel implements Model {
    private static final String AVERAGE = "average.";

    private final SoftmaxRegression regression;
    private final Optimizer optimizer;
    private final Workers workers;
    private StepTotals totals = StepTotals.NONE;
    private double gradientNorms;
    private int steps;

    /** {@code workers} are closed with the model. */
    LinearModel(LinearSpec spec, TrainingSpec training, InputShape shape, Seeds seeds, Workers workers) {
        this.workers = workers;
        regression = new SoftmaxRegression(
                shape.features(), shape.classes(), training.labelSmoothing(), training.emaDecay() != null);
        regression.draw(spec.deviation(), seeds.stream(Purpose.WEIGHTS));
        optimizer = new Optimizer(training, regression.parameters(), workers);
        optimizer.beginAverages();
    }

    @Override
    public long parameters() {
        return regression.parameters().stream().mapToLong(ArrayParameter::size).sum();
    }

    @Override
    public void step(Batch batch, long globalStep, double learningRate) throws DivergedException {
        SoftmaxRegression.Score score = regression.differentiate(batch);
        if (!Double.isFinite(score.loss())) {
            throw new DivergedException(globalStep, score.loss() / batch.size());
        }
        gradientNorms += optimizer.step(learningRate, batch.size());
        steps++;
        totals = new StepTotals(
                totals.examples() + batch.size(),
                totals.loss() + score.loss(),
                totals.correct() + score.correct(),
                gradientNorms / steps);
    }

    @Override
    public StepTotals drain() {
        StepTotals drained = totals;
        totals = StepTotals.NONE;
        gradientNorms = 0;
        steps = 0;
        return drained;
    }

    @Override
    public void logits(Batch batch, float[] logits) {
        regression.infer(batch, logits);
    }

    @Override
    public SortedMap<String, Tensor> weights() {
        SortedMap<String, Tensor> weights = new TreeMap<>();
        for (ArrayParameter parameter : regression.parameters()) {
            weights.put(parameter.name(), parameter.export(parameter.evaluated()));
        }
        return weights;
    }

    @Override
    public void load(SortedMap<String, Tensor> weights) {
        for (ArrayParameter parameter : regression.parameters()) {
            parameter.restore(StateEntries.require(weights, parameter.name()), parameter.evaluated());
        }
    }

    @Override
    public void startFrom(SortedMap<String, Tensor> weights) {
        for (ArrayParameter parameter : regression.parameters()) {
            Tensor tensor = StateEntries.require(weights, parameter.name());
            parameter.restore(tensor, parameter.values());
            if (parameter.averaged()) {
                parameter.restore(tensor, parameter.evaluated());
            }
        }
    }

    @Override
    public SortedMap<String, Tensor> state() {
        SortedMap<String, Tensor> state = new TreeMap<>();
        for (ArrayParameter parameter : regression.parameters()) {
            state.put(parameter.name(), parameter.export(parameter.values()));
            if (parameter.averaged()) {
                state.put(AVERAGE + parameter.name(), parameter.export(parameter.evaluated()));
            }
        }
        optimizer.save(state);
        return state;
    }

    @Override
    public void restore(SortedMap<String, Tensor> state) {
        for (ArrayParameter parameter : regression.parameters()) {
            parameter.restore(StateEntries.require(state, parameter.name()), parameter.values());
            if (parameter.averaged()) {
                parameter.restore(StateEntries.require(state, AVERAGE + parameter.name()), parameter.evaluated());
            }
        }
        optimizer.restore(state);
    }

    @Override
    public void close() {
        workers.close();
    }
}
