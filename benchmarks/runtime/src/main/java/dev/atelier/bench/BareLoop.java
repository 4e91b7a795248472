package dev.atelier.bench;

import dev.atelier.contracts.job.Job;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.DivergedException;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.algorithm.TrainingAlgorithm;
import dev.atelier.trainer.random.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/**
 * Trains a job's model on batches in memory and does nothing else: what a trainer takes longer than this for the same
 * job is the share of everything around it.
 */
public final class BareLoop implements AutoCloseable {
    private final Model model;
    private final List<Batch> batches;
    private final double learningRate;
    private long globalStep;

    /** @param batches taken in turn, again and again */
    public BareLoop(TrainingAlgorithm algorithm, Job job, InputShape shape, List<Batch> batches) {
        this.model = algorithm.create(job, shape, new Seeds(job.seed()));
        this.batches = List.copyOf(batches);
        this.learningRate = job.training().optimizer().learningRate();
    }

    public SortedMap<String, Tensor> weights() {
        return model.weights();
    }

    /** Does some steps more, and returns how long they took. */
    public Duration run(int steps) throws DivergedException {
        long begun = System.nanoTime();
        for (int i = 0; i < steps; i++) {
            step();
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Does some steps more, and returns the mean loss of each. */
    public double[] losses(int steps) throws DivergedException {
        double[] losses = new double[steps];
        model.drain();
        for (int i = 0; i < steps; i++) {
            Batch batch = step();
            losses[i] = model.drain().loss() / batch.size();
        }
        return losses;
    }

    private Batch step() throws DivergedException {
        Batch batch = batches.get((int) (globalStep % batches.size()));
        model.step(batch, globalStep, learningRate);
        globalStep++;
        return batch;
    }

    @Override
    public void close() {
        model.close();
    }
}
