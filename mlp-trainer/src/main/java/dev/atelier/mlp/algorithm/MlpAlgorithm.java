package dev.atelier.mlp.algorithm;

import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.Job;
import dev.atelier.mlp.network.Mlp;
import dev.atelier.mlp.network.MlpSpec;
import dev.atelier.trainer.algorithm.Compute;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.MemoryNeed;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.TrainingAlgorithm;
import dev.atelier.trainer.algorithm.TrainingMetrics;
import dev.atelier.trainer.compute.Vectors;
import dev.atelier.trainer.compute.Workers;
import dev.atelier.trainer.random.Seeds;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ejml.EjmlVersion;

/** Trains multilayer perceptrons on the processor, written from scratch. */
@Singleton
public final class MlpAlgorithm implements TrainingAlgorithm {
    @Override
    public Family family() {
        return new Family("mlp");
    }

    /** Each job has its own workers, and each of their threads its own working memory. */
    @Override
    public boolean allowsConcurrentJobs() {
        return true;
    }

    /** A pass over the training part after each epoch, as the published study measured it. */
    @Override
    public TrainingMetrics trainingMetrics() {
        return TrainingMetrics.AFTER_EPOCH;
    }

    @Override
    public SortedMap<String, String> libraries(Job job) {
        return new TreeMap<>(
                Map.of("ejml", EjmlVersion.VERSION, "java", System.getProperty("java.runtime.version", "?")));
    }

    @Override
    public Compute compute(Job job) {
        return new Compute("cpu", job.runtime().threads(), Vectors.describe());
    }

    @Override
    public List<Violation> check(Job job, InputShape shape, int trainingImages, StopSignal stop) {
        return List.of();
    }

    @Override
    public MemoryNeed memory(Job job, InputShape shape, boolean keepsFeatures) {
        return MlpMemory.of(job, MlpSpec.of(job), shape);
    }

    @Override
    public Model create(Job job, InputShape shape, Seeds seeds) {
        Workers workers = new Workers(job.runtime().threads());
        return new MlpModel(
                new Mlp(MlpSpec.of(job), job.training(), shape.features(), shape.classes(), seeds, workers), workers);
    }
}
