package dev.atelier.trainer.attempt;

import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.joblog.JobLogEvent;
import dev.atelier.trainer.algorithm.Compute;
import dev.atelier.trainer.budget.Reservation;
import dev.atelier.trainer.checkpoint.DisownedException;
import dev.atelier.trainer.control.RunInterruptedException;
import dev.atelier.trainer.control.RunStopSignal;
import dev.atelier.trainer.control.Waiting;
import dev.atelier.trainer.dataset.HeapUse;
import dev.atelier.trainer.dataset.LoadedDataset;
import dev.atelier.trainer.log.JobLog;
import dev.atelier.trainer.run.RunResources;
import dev.atelier.trainer.run.TrainerParts;
import dev.atelier.trainer.training.JobMemory;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What a job takes of its machine and of its process from before its dataset is loaded to the end of its run: cores, then
 * heap, then memory beside it. It waits for each while other jobs have it.
 */
final class JobResources implements RunResources, AutoCloseable {
    /** Jobs that run always end; what they have is waited for as long as that takes. */
    private static final Duration UNLIMITED = Duration.ofDays(36_500);

    private final Job job;
    private final boolean isAnyNumberOfThreadsRight;
    private final Reservation reservation;
    private final Start start;
    private final RunStopSignal stop;
    private final JobLog log;
    private Optional<HeapUse> heap = Optional.empty();

    private JobResources(TrainerParts parts, Job job, Start start, RunStopSignal stop, JobLog log) {
        this.job = job;
        this.start = start;
        this.stop = stop;
        this.log = log;
        Compute compute = parts.algorithm().compute(job);
        isAnyNumberOfThreadsRight = Families.find(job.family())
                .filter(family -> family.withoutInfluence().containsKey("runtime.threads"))
                .isPresent();
        reservation = isAnyNumberOfThreadsRight
                ? parts.budget().reserveUpTo(compute.threads(), compute.device())
                : parts.budget().reserve(compute.threads(), compute.device());
    }

    /** Waits until the machine has cores for the job, and its dataset may be loaded. */
    static JobResources await(TrainerParts parts, Job job, Start start, RunStopSignal stop, JobLog log)
            throws RunInterruptedException {
        parts.algorithm().start();
        JobResources resources = new JobResources(parts, job, start, stop, log);
        try {
            resources.awaitCores(parts.settings().machineTimeout());
            resources.heap = Waiting.await(UNLIMITED, stop, parts.datasets()::tryUseHeap);
            return resources;
        } catch (RunInterruptedException | RuntimeException | Error e) {
            resources.close();
            throw e;
        }
    }

    @Override
    public Job job() {
        return onCores(job);
    }

    @Override
    public Job onCores(Job other) {
        return isAnyNumberOfThreadsRight ? other.withThreads(reservation.threads()) : other;
    }

    /** Keeps the job's dataset in memory until the job ends. */
    void setDataset(LoadedDataset dataset) {
        heap.ifPresent(use -> use.setDataset(dataset));
    }

    /** The start of the job does not count while it waits. */
    @Override
    public void awaitMemory(JobMemory needed, JobMemory present)
            throws RunInterruptedException, DisownedException, IOException {
        BooleanSupplier take = () -> (heap.isEmpty() || heap.get().tryArrays(needed.heap()))
                && reservation.tryMemory(needed.offHeap(), present.offHeap());
        if (take.getAsBoolean()) {
            return;
        }
        start.discount();
        log.info(JobLogEvent.WAITING, "Other jobs have the memory that the run needs; it waits for them");
        Waiting.await(UNLIMITED, stop, () -> take.getAsBoolean() ? Optional.of(true) : Optional.empty());
        start.count();
    }

    private void awaitCores(Duration limit) throws RunInterruptedException {
        Optional<Boolean> taken = Waiting.await(
                limit,
                stop,
                () -> log.info(
                        JobLogEvent.WAITING,
                        "The machine trains other jobs; the run waits until there are cores for it"),
                () -> reservation.tryCores() ? Optional.of(true) : Optional.empty());
        if (taken.isEmpty()) {
            throw new RunInterruptedException(
                    RunInterruptedException.Cause.BUSY, "the machine was busy with other jobs for " + limit);
        }
    }

    @Override
    public void close() {
        heap.ifPresent(HeapUse::close);
        reservation.close();
    }
}
