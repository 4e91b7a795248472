package dev.atelier.trainer.training;

import dev.atelier.contracts.event.EpochCompleted.Score;
import dev.atelier.contracts.job.Job;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.DivergedException;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.algorithm.StepTotals;
import dev.atelier.trainer.batch.BatchLoader;
import dev.atelier.trainer.batch.Batches;
import dev.atelier.trainer.batch.Selection;
import dev.atelier.trainer.control.RunInterruptedException;
import dev.atelier.trainer.control.RunStopSignal;
import dev.atelier.trainer.schedule.LearningRate;
import java.time.Duration;

/** Takes the steps of an epoch, and looks between any two of them whether the run is to go on. */
public final class EpochTrainer implements AutoCloseable {
    static final int BATCHES_AHEAD = 3;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Selection training;
    private final int stepsPerEpoch;
    private final LearningRate learningRate;
    private final BatchLoader loader;
    private final RunStopSignal stop;
    private final RunObserver observer;

    public EpochTrainer(Job job, Selection training, RunStopSignal stop, RunObserver observer) {
        int batchSize = job.training().batchSize();
        this.training = training;
        this.stepsPerEpoch = training.batches(batchSize);
        this.learningRate = LearningRate.of(job.training(), stepsPerEpoch);
        this.loader = new BatchLoader(Math.clamp(training.size(), 1, batchSize), training.values(), BATCHES_AHEAD);
        this.stop = stop;
        this.observer = observer;
    }

    /**
     * The totals of an epoch's steps.
     *
     * @param score while the weights were moving
     * @param learningRate of the last step
     */
    public record Trained(
            Score score, double learningRate, double samplesPerSecond, double gradientNorm, double dataWaitShare) {}

    /** Trains one epoch, counted from 1. */
    public Trained train(Model model, int epoch) throws RunInterruptedException, DivergedException {
        try {
            return takeSteps(model, epoch);
        } catch (DivergedException diverged) {
            throw diverged.inEpoch(epoch);
        }
    }

    private Trained takeSteps(Model model, int epoch) throws RunInterruptedException, DivergedException {
        long step = stepsIn(epoch - 1);
        long start = System.nanoTime();
        long stepStart = start;
        Duration waited;
        try (Batches batches = loader.read(training, epoch)) {
            while (batches.hasNext()) {
                stop.check();
                Batch batch = batches.next();
                model.step(batch, step, learningRate.at(step));
                step++;
                long now = System.nanoTime();
                observer.onStep(now - stepStart);
                stepStart = now;
            }
            waited = batches.waited();
        }
        StepTotals totals = model.drain();
        double nanos = System.nanoTime() - start;
        requireFinite(totals, step - 1);
        return new Trained(
                new Score(totals.loss() / totals.examples(), (double) totals.correct() / totals.examples()),
                learningRate.at(step - 1),
                totals.examples() / (nanos / NANOS_PER_SECOND),
                totals.gradientNorm(),
                Math.clamp(waited.toNanos() / nanos, 0, 1));
    }

    /** Number of steps in so many epochs. */
    public long stepsIn(int epochs) {
        return (long) epochs * stepsPerEpoch;
    }

    @Override
    public void close() {
        loader.close();
    }

    private static void requireFinite(StepTotals totals, long step) throws DivergedException {
        if (!Double.isFinite(totals.loss())) {
            throw new DivergedException(step, totals.loss());
        }
        if (!Double.isFinite(totals.gradientNorm())) {
            throw DivergedException.ofFigure("mean gradient norm", totals.gradientNorm());
        }
    }
}
