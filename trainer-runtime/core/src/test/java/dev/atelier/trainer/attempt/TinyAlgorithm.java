package dev.atelier.trainer.attempt;

import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.Job;
import dev.atelier.trainer.algorithm.Compute;
import dev.atelier.trainer.algorithm.DivergedException;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.MemoryNeed;
import dev.atelier.trainer.algorithm.MemoryNeed.Arrays;
import dev.atelier.trainer.algorithm.MemoryNeed.Bytes;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.TrainingAlgorithm;
import dev.atelier.trainer.algorithm.TrainingMetrics;
import dev.atelier.trainer.random.Seeds;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A linear classifier, trained by a rule with momentum and noise: small, and with all that a resumed run must restore. */
public final class TinyAlgorithm implements TrainingAlgorithm {
    /** What a test wants to happen before a step is taken. */
    @FunctionalInterface
    public interface BeforeStep {
        BeforeStep NOTHING = (job, step) -> {};

        void take(Job job, long globalStep) throws DivergedException;
    }

    private final Family family;
    private final BeforeStep beforeStep;

    public TinyAlgorithm(BeforeStep beforeStep) {
        this(new Family("mlp"), beforeStep);
    }

    public TinyAlgorithm(Family family, BeforeStep beforeStep) {
        this.family = family;
        this.beforeStep = beforeStep;
    }

    @Override
    public Family family() {
        return family;
    }

    @Override
    public TrainingMetrics trainingMetrics() {
        return TrainingMetrics.AFTER_EPOCH;
    }

    @Override
    public SortedMap<String, String> libraries(Job job) {
        return new TreeMap<>(java.util.Map.of("tiny", "1"));
    }

    @Override
    public Compute compute(Job job) {
        return new Compute("cpu", job.runtime().threads(), "none");
    }

    @Override
    public List<Violation> check(Job job, InputShape shape, int trainingImages, StopSignal stop) {
        return job.training().labelSmoothing() > 0
                ? List.of(new Violation("training.labelSmoothing", "0.1", "0, the only one that this algorithm has"))
                : List.of();
    }

    @Override
    public MemoryNeed memory(Job job, InputShape shape, boolean keepsFeatures) {
        return new MemoryNeed(
                shape.features(), Bytes.NONE, Bytes.NONE, new Arrays(1, 1, Integer.MAX_VALUE), "model.hidden", "none");
    }

    @Override
    public Model create(Job job, InputShape shape, Seeds seeds) {
        return new TinyModel(shape, seeds, job.training().l2(), (step) -> beforeStep.take(job, step));
    }
}
