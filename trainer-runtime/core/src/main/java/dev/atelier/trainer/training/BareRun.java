package dev.atelier.trainer.training;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.job.Job;
import dev.atelier.trainer.algorithm.DivergedException;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.algorithm.TrainingAlgorithm;
import dev.atelier.trainer.control.RoundRequests;
import dev.atelier.trainer.control.RunInterruptedException;
import dev.atelier.trainer.control.RunStopSignal;
import dev.atelier.trainer.dataset.DatasetLibrary;
import dev.atelier.trainer.dataset.DatasetReadException;
import dev.atelier.trainer.dataset.LoadedDataset;
import dev.atelier.trainer.features.FeatureStore;
import dev.atelier.trainer.log.JobLogs;
import dev.atelier.trainer.queue.Lease;
import dev.atelier.trainer.random.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains and evaluates a job as a run does, and nothing else: no queue, no checkpoints, no events. What a job takes
 * longer than this is what the event-driven shell adds.
 */
public final class BareRun {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final TrainingAlgorithm algorithm;
    private final LoadedDataset dataset;

    private final Optional<FeatureStore> features;

    private BareRun(TrainingAlgorithm algorithm, LoadedDataset dataset, Optional<FeatureStore> features) {
        this.algorithm = algorithm;
        this.dataset = dataset;
        this.features = features;
    }

    /** On a dataset from its topic, which is loaded here, before any job is timed. */
    public static BareRun on(DatasetManifest manifest, DatasetLibrary datasets, TrainingAlgorithm algorithm)
            throws DatasetReadException {
        return datasets.find(manifest.key(), manifest.digest(), TIMEOUT)
                .map(dataset -> new BareRun(algorithm, dataset, Optional.empty()))
                .orElseThrow(() -> new DatasetReadException("The dataset " + manifest.key() + " is not in its topic"));
    }

    /** The same with what unmoved parts of networks make of images kept in a store. */
    public BareRun keeping(FeatureStore store) {
        return new BareRun(algorithm, dataset, Optional.of(store));
    }

    /**
     * How long a job took.
     *
     * @param whole from its first step to its test
     * @param epochs training and evaluation of each
     */
    public record Timing(Duration whole, List<Duration> epochs) {
        public Timing {
            epochs = List.copyOf(epochs);
        }
    }

    /**
     * Trains a job from its first step to its test, and returns how long that took.
     *
     * @throws IllegalStateException if the job cannot be trained
     */
    public Timing time(Job job) {
        long start = System.nanoTime();
        try {
            List<Duration> epochs = train(job);
            return new Timing(since(start), epochs);
        } catch (JobFailedException | DivergedException | RunInterruptedException e) {
            throw new IllegalStateException("The job " + job.name() + " has no result: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Duration> train(Job job)
            throws JobFailedException, DivergedException, RunInterruptedException, IOException {
        RunStopSignal stop = new RunStopSignal(new Lease(() -> 0, Duration.ofDays(1), 0), RoundRequests.NONE);
        Seeds seeds = new Seeds(job.seed());
        Inputs images = Inputs.of(job, dataset, seeds, algorithm);
        try (PreparedModel prepared = PreparedModel.of(
                        algorithm, job, dataset, images, seeds, features, stop, JobLogs.NONE.of("", "", () -> 0));
                EpochTrainer trainer = new EpochTrainer(job, prepared.inputs().training(), stop, RunObserver.NONE);
                Scorer scorer = new Scorer(prepared.model(), prepared.inputs().shape(), stop)) {
            Model model = prepared.model();
            Inputs inputs = prepared.inputs();
            List<Duration> epochs = new ArrayList<>();
            for (int epoch = 1; epoch <= job.training().epochs(); epoch++) {
                long start = System.nanoTime();
                trainer.train(model, epoch);
                if (inputs.trained().isPresent()) {
                    scorer.tally(inputs.trained().get(), epoch);
                }
                scorer.tally(inputs.validation(), epoch);
                epochs.add(since(start));
            }
            scorer.predict(inputs.tests());
            return epochs;
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
