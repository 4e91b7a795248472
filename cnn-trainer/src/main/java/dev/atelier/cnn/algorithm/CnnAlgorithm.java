package dev.atelier.cnn.algorithm;

import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.Job;
import dev.atelier.djl.network.Blueprint;
import dev.atelier.djl.training.NetworkModel;
import dev.atelier.djl.training.Torch;
import dev.atelier.trainer.algorithm.Compute;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.MemoryNeed;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.TrainingAlgorithm;
import dev.atelier.trainer.algorithm.TrainingMetrics;
import dev.atelier.trainer.compute.Vectors;
import dev.atelier.trainer.random.Seeds;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Trains convolutional networks on PyTorch. */
@Singleton
public final class CnnAlgorithm implements TrainingAlgorithm {
    @Override
    public Family family() {
        return new Family("cnn");
    }

    @Override
    public void start() {
        Torch.start();
    }

    /** The mean over the epoch with dropout on, as the published study measured it. */
    @Override
    public TrainingMetrics trainingMetrics() {
        return TrainingMetrics.RUNNING;
    }

    @Override
    public SortedMap<String, String> libraries(Job job) {
        return new TreeMap<>(Torch.versions());
    }

    @Override
    public Compute compute(Job job) {
        return new Compute(
                Torch.name(Torch.device(job.runtime().device())), job.runtime().threads(), Vectors.describe());
    }

    @Override
    public List<Violation> check(Job job, InputShape shape, int trainingImages, StopSignal stop) {
        List<Violation> violations = new ArrayList<>();
        Torch.deviceViolation(job.runtime().device()).ifPresent(violations::add);
        violations.addAll(Requirements.violations(job, shape, trainingImages));
        return violations;
    }

    @Override
    public MemoryNeed memory(Job job, InputShape shape, boolean keepsFeatures) {
        return Requirements.memory(
                job, shape, !Torch.device(job.runtime().device()).isGpu());
    }

    @Override
    public Model create(Job job, InputShape shape, Seeds seeds) {
        return NetworkModel.on(
                Torch.device(job.runtime().device()),
                job,
                shape,
                Blueprint.of(Architecture.of(CnnSpec.of(job), shape), Architecture.init(CnnSpec.of(job))),
                seeds);
    }
}
