package dev.atelier.transfer.algorithm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.Job;
import dev.atelier.djl.network.Blueprint;
import dev.atelier.djl.network.Blueprint.FrozenStatistics;
import dev.atelier.djl.network.FeatureShape;
import dev.atelier.djl.network.LastBatch;
import dev.atelier.djl.network.NetworkMemory;
import dev.atelier.djl.network.Op;
import dev.atelier.djl.training.NetworkEncoder;
import dev.atelier.djl.training.NetworkModel;
import dev.atelier.djl.training.Torch;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.Compute;
import dev.atelier.trainer.algorithm.Encoder;
import dev.atelier.trainer.algorithm.Init;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.MemoryNeed;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.StoppedException;
import dev.atelier.trainer.algorithm.TrainingAlgorithm;
import dev.atelier.trainer.algorithm.TrainingMetrics;
import dev.atelier.trainer.compute.Vectors;
import dev.atelier.trainer.random.Seeds;
import dev.atelier.trainer.retention.Sweep;
import dev.atelier.transfer.format.WeightsException;
import dev.atelier.transfer.weights.FoundWeights;
import dev.atelier.transfer.weights.WeightsFile;
import dev.atelier.transfer.weights.WeightsFolder;
import dev.atelier.transfer.weights.WeightsSettings;
import dev.atelier.transfer.weights.WeightsSpec;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Trains a new head on a residual network that was trained before, and as much of that as the job requests. */
@Singleton
public final class TransferAlgorithm implements TrainingAlgorithm {
    private final WeightsFolder weights;
    private Optional<Loaded> last = Optional.empty();
    private Optional<Checked> checked = Optional.empty();

    /** Weights that were read for a job, kept for the next one that wants the same; so long their file is in use. */
    private record Loaded(FoundWeights found, SortedMap<String, Tensor> tensors) {}

    /** The weights with which the latest job was checked: it is trained with the same, whatever happens to files. */
    private record Checked(WeightsSpec weights, Optional<Loaded> loaded) {}

    /** @param configuration where weights may come from */
    @Inject
    public TransferAlgorithm(TransferConfiguration configuration) {
        this(configuration.settings());
    }

    public TransferAlgorithm(WeightsSettings settings) {
        this.weights = new WeightsFolder(settings, Clock.systemUTC());
    }

    @Override
    public Family family() {
        return new Family("transfer");
    }

    @Override
    public void start() {
        Torch.start();
    }

    @Override
    public List<Sweep> sweeps() {
        return weights.sweeps();
    }

    /** The mean over the epoch, as the published study measured it. */
    @Override
    public TrainingMetrics trainingMetrics() {
        return TrainingMetrics.RUNNING;
    }

    @Override
    public OptionalInt channels() {
        return OptionalInt.of(ResNet18.CHANNELS);
    }

    @Override
    public SortedMap<String, String> libraries(Job job) {
        SortedMap<String, String> libraries = new TreeMap<>(Torch.versions());
        try {
            findOrLoad(TransferSpec.of(job))
                    .ifPresent(loaded ->
                            libraries.put("weights", "sha256:" + loaded.found().sha256()));
        } catch (IOException e) {
            libraries.put("weights", "none: " + e.getMessage());
        }
        return libraries;
    }

    @Override
    public Compute compute(Job job) {
        return new Compute(
                Torch.name(Torch.device(job.runtime().device())), job.runtime().threads(), Vectors.describe());
    }

    @Override
    public List<Violation> check(Job job, InputShape shape, int trainingImages, StopSignal stop)
            throws StoppedException {
        List<Violation> violations = new ArrayList<>();
        Torch.deviceViolation(job.runtime().device()).ifPresent(violations::add);
        TransferSpec spec = TransferSpec.of(job);
        try {
            checked = Optional.empty();
            checked = Optional.of(new Checked(spec.weights(), load(spec, stop)));
            Blueprint blueprint = blueprint(job, shape);
            FeatureShape image = new FeatureShape(shape.channels(), shape.height(), shape.width());
            int batchSize = job.training().batchSize();
            LastBatch.violation(blueprint, image, batchSize, trainingImages).ifPresent(violations::add);
        } catch (WeightsException e) {
            violations.add(new Violation(
                    "model.weights.source", spec.weights().source(), "weights that can be used: " + e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("The weights cannot be read or kept here", e);
        }
        return violations;
    }

    @Override
    public MemoryNeed memory(Job job, InputShape shape, boolean keepsFeatures) {
        TransferSpec spec = TransferSpec.of(job);
        return NetworkMemory.of(
                job,
                blueprint(job, shape),
                shape,
                keepsFeatures,
                !Torch.device(job.runtime().device()).isGpu(),
                "model.trainable",
                spec.trainable() + " with hidden layers of " + spec.hidden());
    }

    @Override
    public Model create(Job job, InputShape shape, Seeds seeds) {
        return NetworkModel.on(Torch.device(job.runtime().device()), job, shape, blueprint(job, shape), seeds);
    }

    @Override
    public Optional<Encoder> encoder(Job job, InputShape shape, Seeds seeds) {
        return NetworkEncoder.on(Torch.device(job.runtime().device()), job, shape, blueprint(job, shape), seeds);
    }

    private Blueprint blueprint(Job job, InputShape shape) {
        TransferSpec spec = TransferSpec.of(job);
        List<Op> backbone = ResNet18.backbone();
        List<Op> ops = new ArrayList<>(backbone);
        ops.addAll(ResNet18.head(spec.hidden(), shape.classes()));
        var optimizer = job.training().optimizer();
        JsonNode rate = optimizer.fields().path("backboneLearningRate");
        SortedMap<String, Tensor> given;
        try {
            given = findOrLoad(spec).map(Loaded::tensors).orElse(new TreeMap<>());
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        return new Blueprint(
                ops,
                Init.PYTORCH,
                given,
                ResNet18.frozen(spec.trainable()),
                "train".equals(spec.batchNorm()) ? FrozenStatistics.OF_THE_BATCH : FrozenStatistics.RUNNING,
                backbone.size(),
                rate.isNumber() ? rate.doubleValue() / optimizer.learningRate() : 1);
    }

    /** What the backbone begins with; empty where it is drawn. */
    private Optional<Loaded> findOrLoad(TransferSpec spec) throws IOException {
        if (checked.isPresent() && checked.get().weights().equals(spec.weights())) {
            return checked.get().loaded();
        }
        try {
            return load(spec, StopSignal.NEVER);
        } catch (StoppedException e) {
            throw new AssertionError("no signal stops this", e);
        }
    }

    private Optional<Loaded> load(TransferSpec spec, StopSignal stop) throws IOException, StoppedException {
        Optional<FoundWeights> found = weights.find(spec.weights(), stop);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        FoundWeights file = found.get();
        boolean keeps = false;
        try {
            if (last.isEmpty() || !last.get().found().sha256().equals(file.sha256())) {
                Loaded loaded = new Loaded(file, WeightsFile.read(file, ResNet18.backbone(), stop));
                last.ifPresent(old -> old.found().close());
                last = Optional.of(loaded);
                keeps = true;
            }
            return last;
        } finally {
            if (!keeps) {
                file.close();
            }
        }
    }
}
