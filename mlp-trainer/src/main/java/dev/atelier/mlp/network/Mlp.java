package dev.atelier.mlp.network;

import dev.atelier.contracts.job.TrainingSpec;
import dev.atelier.mlp.kernel.MatrixView;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.compute.Work;
import dev.atelier.trainer.compute.Workers;
import dev.atelier.trainer.optimizer.Optimizer;
import dev.atelier.trainer.optimizer.StateEntries;
import dev.atelier.trainer.random.Purpose;
import dev.atelier.trainer.random.RandomStream;
import dev.atelier.trainer.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ejml.data.FMatrixRMaj;

/**
 * A multilayer perceptron in training. Given the same settings, seeds and batches it has the same bits after each step,
 * whatever the number of threads and the vector width. What it saves has PyTorch's layout and the names of
 * {@link LayerNames}; what version 0.1 saved is restored too.
 */
public final class Mlp {
    private static final String AVERAGE = "average.";

    private final List<Layer> layers = new ArrayList<>();
    private final List<MatrixParameter> parameters = new ArrayList<>();
    private final SoftmaxCrossEntropy loss;
    private final Optimizer optimizer;
    private final boolean averaged;
    private final boolean dropping;
    private final Seeds seeds;
    private final Workers workers;
    private final LayerNames names;

    /**
     * @param inputs values of one image
     * @param workers the threads of the arithmetic; stay the caller's to close
     */
    public Mlp(MlpSpec spec, TrainingSpec training, int inputs, int classes, Seeds seeds, Workers workers) {
        this.averaged = training.emaDecay() != null;
        this.dropping = spec.isDropping();
        this.seeds = seeds;
        this.workers = workers;
        this.names = new LayerNames(spec.hidden().size());
        int width = inputs;
        for (int outputs : spec.hidden()) {
            layers.add(Layer.hidden(
                    weight(width, outputs),
                    bias(outputs),
                    Objects.requireNonNull(spec.activation()),
                    Objects.requireNonNull(spec.dropout())));
            width = outputs;
        }
        layers.add(Layer.last(weight(width, classes), bias(classes)));
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            Initialisation.draw(spec.init(), layer.weight(), layer.bias(), seeds.stream(Purpose.WEIGHTS, 0, i));
            parameters.add(layer.weight());
            parameters.add(layer.bias());
        }
        this.loss = new SoftmaxCrossEntropy(training.labelSmoothing());
        this.optimizer = new Optimizer(training, parameters, workers);
        optimizer.beginAverages();
    }

    private MatrixParameter weight(int inputs, int outputs) {
        return MatrixParameter.weight(names.of(layers.size()) + ".weight", inputs, outputs, averaged);
    }

    private MatrixParameter bias(int outputs) {
        return MatrixParameter.bias(names.of(layers.size()) + ".bias", outputs, averaged);
    }

    /** Number of trainable numbers. */
    public long size() {
        return parameters.stream().mapToLong(MatrixParameter::size).sum();
    }

    public List<MatrixParameter> parameters() {
        return List.copyOf(parameters);
    }

    /**
     * One step of training: forward, backward, update.
     *
     * @param inputs shape [batch, inputs]
     * @param labels at least as many as the inputs have rows
     * @param globalStep decides what dropout drops
     */
    public Step step(MatrixView inputs, int[] labels, long globalStep, double learningRate) {
        SoftmaxCrossEntropy.Score score = differentiate(inputs, labels, globalStep);
        double norm = optimizer.step(learningRate, inputs.rows());
        return new Step(score.loss(), score.correct(), norm);
    }

    /** The forward and backward pass: leaves each parameter's gradient of the mean loss, penalties not included. */
    SoftmaxCrossEntropy.Score differentiate(MatrixView inputs, int[] labels, long globalStep) {
        List<MatrixView> layerInputs = new ArrayList<>();
        MatrixView x = inputs;
        Optional<RandomStream> random =
                dropping ? Optional.of(seeds.stream(Purpose.DROPOUT, 0, globalStep)) : Optional.empty();
        for (Layer layer : layers) {
            layerInputs.add(x);
            workers.run(layer.forward(x, random.map(RandomStream::nextLong).orElse(0L)));
            x = MatrixView.of(layer.output());
        }
        SoftmaxCrossEntropy.Score score = loss.differentiate(layers.getLast().activated(), labels);
        for (int i = layers.size() - 1; i > 0; i--) {
            Layer layer = layers.get(i);
            workers.run(Work.together(
                    layer.propagateTo(layers.get(i - 1)), layer.differentiateParameters(layerInputs.get(i))));
        }
        workers.run(layers.getFirst().differentiateParameters(inputs));
        return score;
    }

    /** Classifies in inference mode, with averaged weights where they are kept; the result is valid until the next call. */
    public FMatrixRMaj logits(MatrixView inputs) {
        MatrixView x = inputs;
        for (Layer layer : layers) {
            workers.run(layer.infer(x));
            x = MatrixView.of(layer.activated());
        }
        return layers.getLast().activated();
    }

    /** Copies of the weights that {@link #logits} uses, by name. */
    public SortedMap<String, Tensor> weights() {
        SortedMap<String, Tensor> weights = new TreeMap<>();
        for (MatrixParameter parameter : parameters) {
            weights.put(parameter.name(), parameter.export(parameter.evaluated()));
        }
        return weights;
    }

    /** Makes {@link #logits} use weights that {@link #weights} once gave. */
    public void load(SortedMap<String, Tensor> weights) {
        SortedMap<String, Tensor> current = FirstLayout.convert(weights, names);
        for (MatrixParameter parameter : parameters) {
            parameter.restore(StateEntries.require(current, parameter.name()), parameter.evaluated());
        }
    }

    /** Makes training and its averages start from weights that {@link #weights} of such a network once gave. */
    public void startFrom(SortedMap<String, Tensor> weights) {
        SortedMap<String, Tensor> current = FirstLayout.convert(weights, names);
        for (MatrixParameter parameter : parameters) {
            Tensor tensor = StateEntries.require(current, parameter.name());
            parameter.restore(tensor, parameter.values());
            if (averaged) {
                parameter.restore(tensor, parameter.evaluated());
            }
        }
    }

    /** A copy of all that later steps depend on. */
    public SortedMap<String, Tensor> state() {
        SortedMap<String, Tensor> state = new TreeMap<>();
        for (MatrixParameter parameter : parameters) {
            state.put(parameter.name(), parameter.export(parameter.values()));
            if (averaged) {
                state.put(AVERAGE + parameter.name(), parameter.export(parameter.evaluated()));
            }
        }
        optimizer.save(state);
        return state;
    }

    /** Goes back to a state that {@link #state} once gave, of this version or an earlier one. */
    public void restore(SortedMap<String, Tensor> state) {
        SortedMap<String, Tensor> current = FirstLayout.convert(state, names);
        for (MatrixParameter parameter : parameters) {
            parameter.restore(StateEntries.require(current, parameter.name()), parameter.values());
            if (averaged) {
                Tensor average = StateEntries.require(current, AVERAGE + parameter.name());
                parameter.restore(average, parameter.evaluated());
            }
        }
        optimizer.restore(current);
    }

    /**
     * What a step found, before its update.
     *
     * @param loss sum over the batch, in nats, of the cross-entropy with smoothed labels, without penalties
     * @param correct images classified rightly
     * @param gradientNorm global L2 norm of the gradients, penalties included, before clipping
     */
    public record Step(double loss, int correct, double gradientNorm) {}
}
