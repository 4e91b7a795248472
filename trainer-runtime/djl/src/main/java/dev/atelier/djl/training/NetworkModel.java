package dev.atelier.djl.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.atelier.contracts.job.Job;
import dev.atelier.djl.network.Blueprint;
import dev.atelier.djl.network.Network;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.DivergedException;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.algorithm.StepTotals;
import dev.atelier.trainer.compute.Workers;
import dev.atelier.trainer.optimizer.StateEntries;
import dev.atelier.trainer.random.Purpose;
import dev.atelier.trainer.random.Seeds;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A network in training on PyTorch: forward and backward are PyTorch's, the update is one of {@link Update}. Every array
 * of a step lives in a manager of that step and ends with it.
 */
public final class NetworkModel implements Model {
    private static final String AVERAGE = "average.";
    private static final String FROZEN = "frozen.sha256";

    private final Engine engine = Torch.engine();
    private final NDManager manager;
    private final Network network;
    private final boolean takesFeatures;
    private final Workers workers;
    private final Update update;
    private final CrossEntropy loss;
    private final byte[] frozenDigest;
    private final Seeds seeds;
    private final HostBatch host;
    private final int classes;
    private final long parameters;
    private long steps;
    private long examples;
    private double losses;
    private long correct;
    private double gradientNorms;

    /**
     * @param manager of the arrays; closed with the model
     * @param inPlace whether weights are moved where they lie in memory, which is the processor's then
     * @param takesFeatures whether batches hold what the frozen operations make of images
     */
    NetworkModel(
            Job job,
            InputShape shape,
            Blueprint blueprint,
            Seeds seeds,
            NDManager manager,
            boolean inPlace,
            boolean takesFeatures) {
        this.manager = manager;
        this.network = new Network(manager, blueprint, seeds, job.training().emaDecay() != null);
        this.takesFeatures = takesFeatures;
        this.workers = new Workers(inPlace ? job.runtime().threads() : 1);
        this.update = inPlace
                ? new MemoryUpdate(job.training(), network.weights().trained(), workers)
                : new ArrayUpdate(job.training(), network.weights().trained(), manager);
        this.loss = new CrossEntropy(job.training().labelSmoothing());
        this.seeds = seeds;
        this.host = new HostBatch(shape);
        this.classes = shape.classes();
        this.parameters = blueprint.parameters();
        this.frozenDigest = blueprint.frozen() == 0
                ? new byte[0]
                : TensorDigest.of(network.weights().frozen());
    }

    /** A model on a device; where that is the processor, its weights are moved in place. */
    public static NetworkModel on(Device device, Job job, InputShape shape, Blueprint blueprint, Seeds seeds) {
        return made(job, shape, blueprint, seeds, device, !device.isGpu(), false);
    }

    /**
     * A model that takes what the frozen operations make of images in place of these.
     *
     * @param features shape of that
     */
    static NetworkModel onFeatures(Device device, Job job, InputShape features, Blueprint blueprint, Seeds seeds) {
        return made(job, features, blueprint, seeds, device, !device.isGpu(), true);
    }

    /** Leaves no native memory behind where a model cannot be made. */
    private static NetworkModel made(
            Job job,
            InputShape shape,
            Blueprint blueprint,
            Seeds seeds,
            Device device,
            boolean inPlace,
            boolean takesFeatures) {
        Torch.useThreads(job.runtime().threads());
        NDManager manager = Torch.engine().newBaseManager(device);
        try {
            return new NetworkModel(job, shape, blueprint, seeds, manager, inPlace, takesFeatures);
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    /** What the frozen operations make of images. */
    void encode(HostBatch images, float[] features) {
        try (NDManager step = manager.newSubManager()) {
            float[] made = network.features(images.inputs(step), step).toFloatArray();
            System.arraycopy(made, 0, features, 0, made.length);
        }
    }

    /** SHA-256 of the weights that stay as they are, and of the statistics that the network begins with. */
    byte[] frozenDigest() {
        return frozenDigest.clone();
    }

    @Override
    public long parameters() {
        return parameters;
    }

    @Override
    public void step(Batch batch, long globalStep, double learningRate) throws DivergedException {
        try (NDManager step = manager.newSubManager()) {
            host.fill(batch);
            NDArray labels = host.labels(step);
            NDArray logits;
            NDArray mean;
            try (GradientCollector gradients = engine.newGradientCollector()) {
                var random = seeds.stream(Purpose.DROPOUT, 0, globalStep);
                logits = takesFeatures
                        ? network.trainOnFeatures(host.inputs(step), step, random)
                        : network.train(host.inputs(step), step, random);
                mean = loss.mean(logits, labels);
                gradients.backward(mean);
            }
            float value = mean.getFloat();
            if (!Float.isFinite(value)) {
                throw new DivergedException(globalStep, value);
            }
            gradientNorms += update.step(learningRate, batch.size());
            count(batch, value, logits.toFloatArray());
        }
    }

    private void count(Batch batch, float mean, float[] logits) {
        steps++;
        examples += batch.size();
        losses += (double) mean * batch.size();
        for (int image = 0; image < batch.size(); image++) {
            int best = 0;
            for (int other = 1; other < classes; other++) {
                if (logits[image * classes + other] > logits[image * classes + best]) {
                    best = other;
                }
            }
            if (best == batch.labels()[image]) {
                correct++;
            }
        }
    }

    @Override
    public StepTotals drain() {
        StepTotals totals =
                steps == 0 ? StepTotals.NONE : new StepTotals(examples, losses, correct, gradientNorms / steps);
        steps = 0;
        examples = 0;
        losses = 0;
        correct = 0;
        gradientNorms = 0;
        return totals;
    }

    @Override
    public void logits(Batch batch, float[] logits) {
        try (NDManager step = manager.newSubManager()) {
            host.fill(batch);
            NDArray inputs = host.inputs(step);
            NDArray answered = takesFeatures ? network.inferOnFeatures(inputs, step) : network.infer(inputs, step);
            float[] answers = answered.toFloatArray();
            System.arraycopy(answers, 0, logits, 0, answers.length);
        }
    }

    @Override
    public SortedMap<String, Tensor> weights() {
        return network.weights().evaluated();
    }

    @Override
    public void load(SortedMap<String, Tensor> weights) {
        network.load(weights);
    }

    @Override
    public void startFrom(SortedMap<String, Tensor> weights) {
        network.startFrom(weights);
    }

    @Override
    public SortedMap<String, Tensor> state() {
        SortedMap<String, Tensor> state = new TreeMap<>();
        network.weights().save(state, AVERAGE);
        update.save(state);
        if (frozenDigest.length > 0) {
            state.put(FROZEN, frozenTensor());
        }
        return state;
    }

    @Override
    public void restore(SortedMap<String, Tensor> state) {
        if (frozenDigest.length > 0 && !StateEntries.require(state, FROZEN).equals(frozenTensor())) {
            throw new IllegalStateException("the frozen weights have changed since the checkpoint was written;"
                    + " submit the job again to start with the new ones");
        }
        network.restore(state, AVERAGE);
        update.restore(state);
    }

    private Tensor frozenTensor() {
        LongBuffer longs = ByteBuffer.wrap(frozenDigest).asLongBuffer();
        long[] values = new long[longs.remaining()];
        longs.get(values);
        return new Tensor.I64(List.of(values.length), values);
    }

    @Override
    public void close() {
        workers.close();
        manager.close();
    }
}
