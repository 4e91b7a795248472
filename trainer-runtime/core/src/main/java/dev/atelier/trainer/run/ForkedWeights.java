package dev.atelier.trainer.run;

import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.job.Ancestor;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.contracts.joblog.JobLogEvent;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.DivergedException;
import dev.atelier.trainer.algorithm.StoppedException;
import dev.atelier.trainer.checkpoint.Checkpoint;
import dev.atelier.trainer.checkpoint.DisownedException;
import dev.atelier.trainer.checkpoint.JobCheckpoints;
import dev.atelier.trainer.control.RunInterruptedException;
import dev.atelier.trainer.control.RunStopSignal;
import dev.atelier.trainer.dataset.LoadedDataset;
import dev.atelier.trainer.event.EventNotAcknowledgedException;
import dev.atelier.trainer.log.JobLog;
import dev.atelier.trainer.log.LoggedEpochs;
import dev.atelier.trainer.outage.NotWrittenException;
import dev.atelier.trainer.random.Seeds;
import dev.atelier.trainer.training.EpochTrainer;
import dev.atelier.trainer.training.FailureKind;
import dev.atelier.trainer.training.Inputs;
import dev.atelier.trainer.training.JobFailedException;
import dev.atelier.trainer.training.PreparedModel;
import dev.atelier.trainer.training.Scorer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The weights that a forked job starts with: those of another job after an epoch. They are taken from that job's result or
 * from a checkpoint of it. Where neither is there, the other job is trained again to that epoch, which results in the same
 * bits: with checkpoints among those of the fork, so that an interrupted run is continued, and without events of either
 * job. The other job may be a fork itself.
 */
final class ForkedWeights {
    private final QueuedJob queued;
    private final String run;
    private final LoadedDataset dataset;
    private final JobCheckpoints checkpoints;
    private final RunStopSignal stop;
    private final TrainerParts parts;
    private final RunResources resources;
    private final JobLog log;
    private final Runnable onEpoch;

    /**
     * @param checkpoints of the fork
     * @param onEpoch called after each epoch that was trained again and is kept
     */
    ForkedWeights(
            QueuedJob queued,
            String run,
            LoadedDataset dataset,
            JobCheckpoints checkpoints,
            RunStopSignal stop,
            TrainerParts parts,
            RunResources resources,
            JobLog log,
            Runnable onEpoch) {
        this.queued = queued;
        this.run = run;
        this.dataset = dataset;
        this.checkpoints = checkpoints;
        this.stop = stop;
        this.parts = parts;
        this.resources = resources;
        this.log = log;
        this.onEpoch = onEpoch;
    }

    /** The weights; empty where the job is no fork. */
    Optional<SortedMap<String, Tensor>> load()
            throws JobFailedException, RunInterruptedException, DivergedException, DisownedException, IOException,
                    EventNotAcknowledgedException {
        return queued.ancestors().isEmpty() ? Optional.empty() : Optional.of(load(0));
    }

    private SortedMap<String, Tensor> load(int number)
            throws JobFailedException, RunInterruptedException, DivergedException, DisownedException, IOException,
                    EventNotAcknowledgedException {
        Ancestor ancestor = queued.ancestors().get(number);
        Optional<SortedMap<String, Tensor>> result = Optional.ofNullable(ancestor.weights())
                .flatMap(sha256 -> new Artifacts(parts.settings().artifacts()).weights(ancestor.job(), sha256));
        if (result.isPresent()) {
            log.info(JobLogEvent.FORKED, "The first weights are those of " + describe(ancestor) + ", from its result");
            return result.get();
        }
        JobCheckpoints own = checkpoints.ofAncestor(number, ancestor.job());
        Optional<Checkpoint> resumed = own.latest(ancestor.epoch());
        if (resumed.isEmpty()) {
            resumed = parts.checkpoints().of(ancestor.job()).latest(ancestor.epoch());
        }
        boolean isFork = resumed.isEmpty() && number + 1 < queued.ancestors().size();
        Optional<SortedMap<String, Tensor>> first = isFork ? Optional.of(load(number + 1)) : Optional.empty();
        SortedMap<String, Tensor> weights = train(ancestor, own, resumed, first);
        requireExpected(ancestor, weights);
        return weights;
    }

    private SortedMap<String, Tensor> train(
            Ancestor ancestor,
            JobCheckpoints own,
            Optional<Checkpoint> resumed,
            Optional<SortedMap<String, Tensor>> first)
            throws JobFailedException, RunInterruptedException, DivergedException, DisownedException, IOException,
                    EventNotAcknowledgedException {
        Job job = resources.onCores(ancestor.request());
        Seeds seeds = new Seeds(job.seed());
        Inputs images = Inputs.of(job, dataset, seeds, parts.algorithm());
        check(job, images);
        RunProgress progress = resumed.map(RunProgress::of).orElse(RunProgress.START);
        logStart(ancestor, progress.completed());
        try (PreparedModel prepared = PreparedModel.of(
                        parts.algorithm(),
                        job,
                        dataset,
                        images,
                        seeds,
                        parts.settings().features(),
                        stop,
                        log);
                EpochTrainer trainer = new EpochTrainer(job, prepared.inputs().training(), stop, parts.observer());
                Scorer scorer = new Scorer(prepared.model(), prepared.inputs().shape(), stop);
                AsyncCheckpointer checkpointer = new AsyncCheckpointer()) {
            EpochRunner runner = new EpochRunner(asQueued(ancestor), run, trainer, scorer, parts.clock());
            first.ifPresent(prepared.model()::startFrom);
            resumed.ifPresent(checkpoint -> prepared.model().restore(checkpoint.state()));
            while (progress.completed() < ancestor.epoch()) {
                if (progress.isOver(job)) {
                    throw new JobFailedException(
                            FailureKind.INVALID,
                            "fork.epoch is " + ancestor.epoch() + ", but early stopping ends job " + ancestor.job()
                                    + " after epoch " + progress.completed());
                }
                if (stop.isPauseRequested()) {
                    checkpointer.awaitWritten();
                }
                stop.betweenEpochs().check();
                EpochCompleted epoch = runner.run(progress.completed() + 1, prepared.model(), prepared.inputs());
                progress = progress.after(epoch, job);
                Checkpoint checkpoint = progress.checkpoint(
                        ancestor.job(),
                        run,
                        trainer.stepsIn(progress.completed()),
                        prepared.model().state(),
                        Optional.empty());
                checkpointer.write(() -> write(own, ancestor, checkpoint, epoch));
            }
            checkpointer.awaitWritten();
            return prepared.model().weights();
        }
    }

    private void write(JobCheckpoints own, Ancestor ancestor, Checkpoint checkpoint, EpochCompleted epoch)
            throws IOException, DisownedException {
        try {
            own.save(checkpoint);
        } catch (IOException e) {
            throw new NotWrittenException("a checkpoint", checkpoint.bytes(), e);
        }
        onEpoch.run();
        if (LoggedEpochs.isLogged(epoch.epoch())) {
            log.info(
                    JobLogEvent.FORKED,
                    "Job %s, which this one is forked from, is trained again: epoch %d of %d is done"
                            .formatted(ancestor.job(), epoch.epoch(), ancestor.epoch()));
        }
    }

    private void logStart(Ancestor ancestor, int completed) {
        String how = completed == ancestor.epoch()
                ? ", from a checkpoint"
                : "; it is trained again to that epoch, "
                        + (completed == 0 ? "from its start" : "from its checkpoint after epoch " + completed);
        log.info(JobLogEvent.FORKED, "The first weights are those of " + describe(ancestor) + how);
    }

    private static String describe(Ancestor ancestor) {
        return "job " + ancestor.job() + " after " + Counted.of(ancestor.epoch(), "epoch");
    }

    private void check(Job job, Inputs images) throws JobFailedException, RunInterruptedException {
        List<Violation> violations;
        try {
            violations = parts.algorithm()
                    .check(job, images.shape(), images.training().size(), stop);
        } catch (RunInterruptedException stopped) {
            throw stopped;
        } catch (StoppedException stopped) {
            throw new IllegalStateException("a check is stopped only by the run's stop signal", stopped);
        }
        if (!violations.isEmpty()) {
            throw new JobFailedException(
                    FailureKind.INVALID,
                    "the job that it is forked from cannot be trained again: "
                            + violations.stream().map(Violation::sentence).collect(Collectors.joining("; ")));
        }
    }

    /** Weights that are known must be the same. */
    private static void requireExpected(Ancestor ancestor, SortedMap<String, Tensor> weights)
            throws JobFailedException, IOException {
        if (ancestor.weights() == null) {
            return;
        }
        String found = Safetensors.sha256(weights);
        if (!found.equals(ancestor.weights())) {
            throw new JobFailedException(
                    FailureKind.IRREPRODUCIBLE,
                    "Job " + ancestor.job() + ", which it is forked from, was trained again, and its weights have the"
                            + " SHA-256 " + found + "; expected " + ancestor.weights()
                            + ", with which it completed before");
        }
    }

    private QueuedJob asQueued(Ancestor ancestor) {
        return new QueuedJob(
                ancestor.job(),
                queued.submission(),
                queued.round(),
                queued.datasetKey(),
                queued.datasetDigest(),
                ancestor.request(),
                null,
                queued.queuedAt());
    }
}
