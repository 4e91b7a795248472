package dev.atelier.trainer.run;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.EpochCompleted.Score;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.contracts.message.Traces;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.MetricValues;
import dev.atelier.contracts.metric.Split;
import dev.atelier.contracts.metric.Tally;
import dev.atelier.trainer.algorithm.DivergedException;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.control.RunInterruptedException;
import dev.atelier.trainer.machine.Machine;
import dev.atelier.trainer.training.EpochTrainer;
import dev.atelier.trainer.training.EpochTrainer.Trained;
import dev.atelier.trainer.training.Inputs;
import dev.atelier.trainer.training.Scorer;
import io.opentelemetry.api.trace.Span;
import java.time.Clock;

/**
 * Runs one epoch after the other: trains it, scores it, and returns the event that reports it.
 *
 * @param run the id of the run that they are of
 * @param clock of the events' times
 */
record EpochRunner(QueuedJob queued, String run, EpochTrainer trainer, Scorer scorer, Clock clock) {
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * Runs an epoch.
     *
     * @param epoch its number, from 1
     * @throws DivergedException if a loss is no longer finite, of the training or of an evaluation
     */
    EpochCompleted run(int epoch, Model model, Inputs inputs) throws RunInterruptedException, DivergedException {
        Span span = Traces.begin("epoch").setAttribute("atelier.epoch", epoch);
        try {
            return measure(epoch, model, inputs);
        } finally {
            span.end();
        }
    }

    private EpochCompleted measure(int epoch, Model model, Inputs inputs)
            throws RunInterruptedException, DivergedException {
        long start = System.nanoTime();
        Trained trained = trainer.train(model, epoch);
        Score training = inputs.trained().isPresent()
                ? score(scorer.tally(inputs.trained().get(), epoch))
                : trained.score();
        Tally validation = scorer.tally(inputs.validation(), epoch);
        Divergence.requireFinite(training, score(validation), epoch);
        return new EpochCompleted(
                queued.job(),
                queued.round(),
                run,
                run,
                epoch,
                queued.request().training().epochs(),
                training,
                score(validation),
                MetricValues.of(Split.VALIDATION, validation),
                trained.learningRate(),
                trained.samplesPerSecond(),
                (System.nanoTime() - start) / NANOS_PER_SECOND,
                trained.gradientNorm(),
                trained.dataWaitShare(),
                Machine.peakMemoryBytes(),
                clock.instant());
    }

    private static Score score(Tally tally) {
        return new Score(Figure.LOSS.of(tally), Figure.ACCURACY.of(tally));
    }
}
