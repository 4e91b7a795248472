package dev.atelier.trainer.run;

import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.job.Ancestor;
import dev.atelier.contracts.job.Continuation;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.DivergedException;
import dev.atelier.trainer.algorithm.MemoryNeed;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.algorithm.StoppedException;
import dev.atelier.trainer.algorithm.TrainingAlgorithm;
import dev.atelier.trainer.artifact.ArtifactFolder;
import dev.atelier.trainer.checkpoint.Checkpoint;
import dev.atelier.trainer.checkpoint.DisownedException;
import dev.atelier.trainer.checkpoint.JobCheckpoints;
import dev.atelier.trainer.control.RunInterruptedException;
import dev.atelier.trainer.control.RunStopSignal;
import dev.atelier.trainer.control.Waiting;
import dev.atelier.trainer.dataset.LoadedDataset;
import dev.atelier.trainer.event.EventNotAcknowledgedException;
import dev.atelier.trainer.log.JobLog;
import dev.atelier.trainer.outage.NotWrittenException;
import dev.atelier.trainer.random.Seeds;
import dev.atelier.trainer.schedule.LearningRate;
import dev.atelier.trainer.training.Encoding;
import dev.atelier.trainer.training.EpochTrainer;
import dev.atelier.trainer.training.FailureKind;
import dev.atelier.trainer.training.Inputs;
import dev.atelier.trainer.training.JobFailedException;
import dev.atelier.trainer.training.JobMemory;
import dev.atelier.trainer.training.PreparedModel;
import dev.atelier.trainer.training.Scorer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One start of a job that has been claimed, from its checkpoint to its result. It resumes from the latest checkpoint,
 * publishes the epochs in it again as its own, and from then on keeps one order: first the checkpoint, then the event,
 * while the next epoch trains. So every published epoch can be resumed from, and what could not be published is
 * published by the next run.
 */
public final class Run {
    private static final Duration WRITING_TIMEOUT = Duration.ofMinutes(2);

    private final QueuedJob queued;
    private final Job job;
    private final String run;
    private final TrainingAlgorithm algorithm;
    private final LoadedDataset dataset;
    private final JobCheckpoints checkpoints;
    private final RunStopSignal stop;
    private final TrainerParts parts;
    private final RunResources resources;
    private final RunResult result;
    private final RunLog log;
    private volatile int epochsHere;
    private volatile int completed;
    private boolean isPublished;

    public Run(
            QueuedJob queued,
            String run,
            LoadedDataset dataset,
            JobCheckpoints checkpoints,
            RunStopSignal stop,
            TrainerParts parts,
            RunResources resources,
            JobLog log) {
        this.queued = queued;
        this.job = queued.request();
        this.run = run;
        this.algorithm = parts.algorithm();
        this.dataset = dataset;
        this.checkpoints = checkpoints;
        this.stop = stop;
        this.parts = parts;
        this.resources = resources;
        this.result = new RunResult(queued, run, dataset, parts);
        this.log = new RunLog(log, job);
    }

    /** Its id, once the log knows of it: an end names the run only where its start was published. */
    public Optional<String> published() {
        return isPublished ? Optional.of(run) : Optional.empty();
    }

    /** Epochs that this run has completed and kept. */
    public int epochsHere() {
        return epochsHere;
    }

    /** The last epoch that this run has published; 0 for none. */
    public int completed() {
        return completed;
    }

    /** Whether a longer job, which has completed, begins with the same epochs. */
    public boolean isExtensible() {
        return job.training().isExtensible() && completed == job.training().epochs();
    }

    /** Returns when the job's result is in the log. */
    public void execute()
            throws JobFailedException, RunInterruptedException, EventNotAcknowledgedException, DisownedException,
                    IOException {
        stop.check();
        algorithm.start();
        try {
            Optional<Checkpoint> own = checkpoints.resume(run);
            train(own.isPresent() ? own : ofShorterJob());
        } catch (DivergedException diverged) {
            throw JobFailedException.of(FailureKind.DIVERGED, diverged);
        }
    }

    /**
     * The checkpoint of the completed job that this one extends, whose epochs are the first ones of this job. It becomes a
     * checkpoint of this job before these are published: the other job's may be deleted at any time.
     */
    private Optional<Checkpoint> ofShorterJob() throws IOException, DisownedException {
        @Nullable Continuation shorter = queued.continues();
        if (shorter == null) {
            return Optional.empty();
        }
        Optional<Checkpoint> continued = parts.checkpoints()
                .of(shorter.job())
                .latest(shorter.epoch())
                .map(checkpoint ->
                        checkpoint.continuedBy(queued.job(), job.training().epochs()));
        if (continued.isPresent()) {
            save(continued.get().ofRun(run));
        }
        return continued;
    }

    private void train(Optional<Checkpoint> resumed)
            throws JobFailedException, RunInterruptedException, EventNotAcknowledgedException, DivergedException,
                    DisownedException, IOException {
        Seeds seeds = new Seeds(job.seed());
        Inputs images = Inputs.of(job, dataset, seeds, algorithm);
        checkSchedule(images);
        List<Violation> violations = check(images);
        if (!violations.isEmpty()) {
            throw new JobFailedException(
                    FailureKind.INVALID,
                    violations.stream().map(Violation::sentence).collect(Collectors.joining("; ")));
        }
        resources.awaitMemory(
                JobMemory.needed(need(images), largestBatch(), images.training().size()),
                JobMemory.beside(dataset.bytes()));
        RunProgress progress = resumed.map(RunProgress::of).orElse(RunProgress.START);
        publishStart(resumed, progress, images.splitDigest());
        log.start(resumed, algorithm.compute(resources.job()));
        Optional<SortedMap<String, Tensor>> forked =
                resumed.isPresent() ? Optional.empty() : forkedWeights().load();
        try (PreparedModel prepared = PreparedModel.of(
                        algorithm,
                        resources.job(),
                        dataset,
                        images,
                        seeds,
                        parts.settings().features(),
                        stop,
                        log.log());
                EpochTrainer trainer = new EpochTrainer(job, prepared.inputs().training(), stop, parts.observer());
                Scorer scorer = new Scorer(prepared.model(), prepared.inputs().shape(), stop);
                AsyncCheckpointer checkpointer = new AsyncCheckpointer()) {
            Model model = prepared.model();
            Inputs inputs = prepared.inputs();
            EpochRunner runner = new EpochRunner(queued, run, trainer, scorer, parts.clock());
            forked.ifPresent(model::startFrom);
            resumed.ifPresent(checkpoint -> model.restore(checkpoint.state()));
            Optional<SortedMap<String, Tensor>> best = resumed.flatMap(Checkpoint::bestWeights);
            while (!progress.isOver(job)) {
                checkRound(progress.completed(), checkpointer);
                EpochCompleted epoch = runner.run(progress.completed() + 1, model, inputs);
                progress = progress.after(epoch, job);
                if (result.testsTheBest() && progress.lastIsBest()) {
                    best = Optional.of(model.weights());
                }
                stop.check();
                Checkpoint checkpoint = progress.checkpoint(
                        queued.job(), run, trainer.stepsIn(progress.completed()), model.state(), best);
                checkpointer.write(() -> write(checkpoint, epoch));
            }
            checkpointer.awaitWritten();
            checkBudget(progress.completed());
            log.endOfEpochs(progress.completed());
            best.ifPresent(model::load);
            stop.check();
            try (ArtifactFolder.Writing writing = awaitWriting()) {
                JobCompleted completed = result.of(model, progress, images.shape(), inputs, scorer);
                publish(List.of(completed));
                log.result(completed);
            }
        }
    }

    /** Of this job and of those that may be trained again for it. */
    private int largestBatch() {
        return Stream.concat(Stream.of(job), queued.ancestors().stream().map(Ancestor::request))
                .mapToInt(each -> each.training().batchSize())
                .max()
                .orElseThrow();
    }

    private ForkedWeights forkedWeights() {
        return new ForkedWeights(
                queued, run, dataset, checkpoints, stop, parts, resources, log.log(), () -> epochsHere++);
    }

    /** Ends the round where it is to be paused, once all its epochs are published. */
    private void checkRound(int epochs, AsyncCheckpointer checkpointer)
            throws RunInterruptedException, EventNotAcknowledgedException, DisownedException, IOException {
        boolean isSpent = queued.pausesAfter(epochs);
        if (isSpent || stop.isPauseRequested()) {
            checkpointer.awaitWritten();
            if (isSpent) {
                checkBudget(epochs);
            }
        }
        stop.betweenEpochs().check();
    }

    /** A round with a budget ends before the job is tested, even where no epoch is left. */
    private void checkBudget(int epochs) throws RunInterruptedException {
        if (queued.budget() != null) {
            throw new RunInterruptedException(
                    RunInterruptedException.Cause.BUDGET,
                    "the round was queued for "
                            + Counted.of(queued.budget(), "epoch")
                            + (epochs < queued.budget() ? ", and the training ended after " + epochs : ""));
        }
    }

    /** From here on the job's result is not deleted, until the log holds it. */
    private ArtifactFolder.Writing awaitWriting() throws RunInterruptedException, IOException {
        ArtifactFolder artifacts = parts.settings().artifacts();
        return Waiting.await(WRITING_TIMEOUT, stop, () -> artifacts.tryWrite(queued.job()))
                .orElseThrow(() -> new RunInterruptedException(
                        RunInterruptedException.Cause.BUSY,
                        "another trainer has been deleting files of artifacts for " + WRITING_TIMEOUT));
    }

    private void checkSchedule(Inputs images) throws JobFailedException {
        try {
            LearningRate.of(
                    job.training(), images.training().batches(job.training().batchSize()));
        } catch (IllegalArgumentException e) {
            throw new JobFailedException(
                    FailureKind.INVALID, "training.schedule does not fit the training: " + e.getMessage());
        }
    }

    private List<Violation> check(Inputs images) throws RunInterruptedException {
        try {
            int trained = images.training().size();
            List<Violation> violations = algorithm.check(job, images.shape(), trained, stop);
            return violations.isEmpty() ? memoryViolation(images, trained) : violations;
        } catch (RunInterruptedException stopped) {
            throw stopped;
        } catch (StoppedException stopped) {
            throw new IllegalStateException("a check is stopped only by the run's stop signal", stopped);
        }
    }

    private List<Violation> memoryViolation(Inputs images, int trained) {
        return JobMemory.beside(dataset.bytes())
                .violation(need(images), job.training().batchSize(), trained)
                .stream()
                .toList();
    }

    private MemoryNeed need(Inputs images) {
        boolean keepsFeatures = parts.settings().features().isPresent() && Encoding.repeats(job);
        return algorithm.memory(job, images.shape(), keepsFeatures);
    }

    /** First the checkpoint, then the event. */
    private void write(Checkpoint checkpoint, EpochCompleted epoch)
            throws IOException, DisownedException, EventNotAcknowledgedException {
        long start = System.nanoTime();
        save(checkpoint);
        epochsHere++;
        long written = System.nanoTime();
        publish(List.of(epoch));
        completed = epoch.epoch();
        log.epoch(epoch);
        log.checkpoint(checkpoint, written - start);
        parts.observer().onEpoch(epoch);
    }

    private void save(Checkpoint checkpoint) throws IOException, DisownedException {
        try {
            checkpoints.save(checkpoint);
        } catch (IOException e) {
            throw new NotWrittenException("a checkpoint", checkpoint.bytes(), e);
        }
    }

    private void publishStart(Optional<Checkpoint> resumed, RunProgress progress, String splitDigest)
            throws EventNotAcknowledgedException {
        List<Event> start = new ArrayList<>();
        start.add(new JobStarted(
                queued.job(),
                queued.round(),
                run,
                resumed.map(checkpoint -> new JobStarted.Checkpoint(checkpoint.run(), checkpoint.epoch()))
                        .orElse(null),
                job,
                RunEnvironment.of(algorithm, resources.job(), queued.datasetDigest(), splitDigest),
                parts.clock().instant()));
        start.addAll(progress.publishedBy(queued.round(), run));
        publish(start);
        completed = progress.completed();
        isPublished = true;
    }

    private void publish(List<? extends Event> events) throws EventNotAcknowledgedException {
        parts.events().publish(events, stop::isEntitled);
    }
}
