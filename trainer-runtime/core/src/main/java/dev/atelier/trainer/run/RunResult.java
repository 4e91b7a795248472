package dev.atelier.trainer.run;

import dev.atelier.contracts.Platform;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.job.EvaluationSpec;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.DivergedException;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.control.RunInterruptedException;
import dev.atelier.trainer.dataset.LoadedDataset;
import dev.atelier.trainer.evaluation.Evaluation;
import dev.atelier.trainer.evaluation.Predictions;
import dev.atelier.trainer.training.FailureKind;
import dev.atelier.trainer.training.Inputs;
import dev.atelier.trainer.training.JobFailedException;
import dev.atelier.trainer.training.Scorer;
import java.io.IOException;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The result of a run once its epochs are over: the model tested on the test images, and its files written. */
final class RunResult {
    private final QueuedJob queued;
    private final Job job;
    private final String run;
    private final LoadedDataset dataset;
    private final TrainerParts parts;

    RunResult(QueuedJob queued, String run, LoadedDataset dataset, TrainerParts parts) {
        this.queued = queued;
        this.job = queued.request();
        this.run = run;
        this.dataset = dataset;
        this.parts = parts;
    }

    /** Whether the weights of the best epoch are kept, and not those of the last. */
    boolean testsTheBest() {
        return job.evaluation().checkpoint() == EvaluationSpec.TestedWeights.BEST;
    }

    /**
     * Tests the model and writes its weights, description and predictions.
     *
     * @param model with the weights to be kept
     * @throws JobFailedException if the weights are to restore those of a job that completed before, and are others
     * @throws DivergedException if a weight or the loss on the test images is not finite; nothing is written then
     */
    JobCompleted of(Model model, RunProgress progress, InputShape shape, Inputs inputs, Scorer scorer)
            throws RunInterruptedException, JobFailedException, DivergedException, IOException {
        SortedMap<String, Tensor> weights = model.weights();
        requireExpected(weights);
        Predictions predictions = scorer.predict(inputs.tests());
        JobCompleted.TestResult test =
                Evaluation.of(predictions, dataset.manifest().classes());
        int testedEpoch = testsTheBest() ? progress.best().bestEpoch() : progress.completed();
        Divergence.requireFinite(test, weights, testedEpoch);
        var description = ModelDescription.of(
                queued.job(),
                job,
                shape,
                dataset.manifest(),
                model.parameters(),
                new ModelDescription.Metrics(testedEpoch, test.accuracy(), test.loss(), test.metrics()));
        Artifacts.Written written = new Artifacts(parts.settings().artifacts())
                .write(queued.job(), queued.round(), weights, description, predictions.tensors());
        return new JobCompleted(
                queued.job(),
                queued.round(),
                run,
                progress.completed(),
                progress.best().bestEpoch(),
                testedEpoch,
                test,
                new JobCompleted.Model(written.model().path(), written.model().sha256(), model.parameters()),
                written.all(),
                progress.seconds(),
                parts.clock().instant());
    }

    /** Weights that are to restore those of a job that completed before must be the same; others are not even written. */
    private void requireExpected(SortedMap<String, Tensor> weights) throws JobFailedException, IOException {
        @Nullable String expected = queued.restores();
        if (expected == null) {
            return;
        }
        String found = Safetensors.sha256(weights);
        if (!found.equals(expected)) {
            throw new JobFailedException(
                    FailureKind.IRREPRODUCIBLE,
                    "The weights have the SHA-256 " + found + "; expected " + expected
                            + ", with which the job completed before. The version of Atelier, which is "
                            + Platform.version() + " here, the processor, threads or libraries may have changed:"
                            + " see the environments of its attempts");
        }
    }
}
