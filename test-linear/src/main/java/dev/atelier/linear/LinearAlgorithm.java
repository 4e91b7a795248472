package dev.atelier.linear;

import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.Job;
import dev.atelier.trainer.algorithm.Compute;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.MemoryNeed;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.TrainingAlgorithm;
import dev.atelier.trainer.algorithm.TrainingMetrics;
import dev.atelier.trainer.compute.Workers;
import dev.atelier.trainer.optimizer.StateArrays;
import dev.atelier.trainer.random.Seeds;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Trains softmax regressions on the processor. */
@Singleton
public final class LinearAlgorithm implements TrainingAlgorithm {
    private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    @Override
    public Family family() {
        return new Family("linear");
    }

    @Override
    public TrainingMetrics trainingMetrics() {
        return TrainingMetrics.RUNNING;
    }

    @Override
    public SortedMap<String, String> libraries(Job job) {
        return new TreeMap<>(Map.of("java", System.getProperty("java.runtime.version", "?")));
    }

    @Override
    public Compute compute(Job job) {
        return new Compute("cpu", job.runtime().threads(), "none");
    }

    @Override
    public List<Violation> check(Job job, InputShape shape, int trainingImages, StopSignal stop) {
        return List.of();
    }

    @Override
    public MemoryNeed memory(Job job, InputShape shape, boolean keepsFeatures) {
        long weights = (shape.features() + 1L) * shape.classes();
        int state = StateArrays.of(job.training());
        long held = state + 1L + StateArrays.CHECKPOINTS * state + StateArrays.results(job.evaluation());
        return new MemoryNeed(
                shape.features(),
                MemoryNeed.Bytes.ofFloats(MemoryNeed.times(weights, held), shape.classes(), shape.classes()),
                MemoryNeed.Bytes.NONE,
                new MemoryNeed.Arrays((long) shape.features() * shape.classes(), shape.classes(), LONGEST_ARRAY),
                "data.resize",
                shape.height() + " x " + shape.width());
    }

    @Override
    public Model create(Job job, InputShape shape, Seeds seeds) {
        return new LinearModel(
                job.model().as(LinearSpec.class),
                job.training(),
                shape,
                seeds,
                new Workers(job.runtime().threads()));
    }
}
