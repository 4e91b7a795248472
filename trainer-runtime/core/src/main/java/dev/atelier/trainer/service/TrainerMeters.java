package dev.atelier.trainer.service;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.family.Family;
import dev.atelier.trainer.outage.MachineCondition;
import dev.atelier.trainer.outage.MachineFault;
import dev.atelier.trainer.queue.Delivery;
import dev.atelier.trainer.queue.QueueObserver;
import dev.atelier.trainer.queue.QueueOutcome;
import dev.atelier.trainer.training.FailureKind;
import dev.atelier.trainer.training.RunObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The meters of a trainer. All of them exist from the start, so that a rate over a counter is right from its first
 * increment on.
 */
public final class TrainerMeters implements QueueObserver, RunObserver {
    private static final String NO_REASON = "none";
    private static final double NANOS_PER_SECOND = 1e9;

    private final AtomicInteger held = new AtomicInteger();
    private volatile double samplesPerSecond;
    private volatile double dataWaitShare;
    private final Counter deliveries;
    private final Counter lost;
    private final Counter queuedAnew;
    private final Counter setAside;
    private final Counter reconnects;
    private final Counter completed;
    private final Counter cancelled;
    private final Counter paused;
    private final Counter interrupted;
    private final Counter linesLost;
    private final Map<FailureKind, Counter> failed = new EnumMap<>(FailureKind.class);
    private final Timer steps;
    private final Timer epochs;

    public TrainerMeters(MeterRegistry registry, Family family, MachineCondition machine) {
        Tags tags = Tags.of("family", family.name());
        for (MachineFault.Kind kind : MachineFault.Kind.values()) {
            Gauge.builder("atelier.trainer.out.of.order", machine, condition -> isOut(condition, kind) ? 1 : 0)
                    .description("1 while the trainer takes no jobs because of an outage of its machine")
                    .tags(tags.and("kind", kind.word()))
                    .register(registry);
        }
        Gauge.builder("atelier.jobs.held", held, AtomicInteger::get)
                .description("Jobs that this trainer holds")
                .tags(tags)
                .register(registry);
        Gauge.builder("atelier.samples.per.second", this, meters -> meters.samplesPerSecond)
                .description("Training samples per second in the latest epoch")
                .tags(tags)
                .register(registry);
        Gauge.builder("atelier.data.wait.share", this, meters -> meters.dataWaitShare)
                .description("Share of the latest epoch's training time spent waiting for batches")
                .tags(tags)
                .register(registry);
        deliveries =
                counter(registry, "atelier.queue.deliveries", "Jobs that the broker delivered to this trainer", tags);
        lost = counter(registry, "atelier.queue.lost", "Held jobs whose lock was not confirmed", tags);
        queuedAnew = counter(
                registry, "atelier.queue.requeued", "Jobs requeued because they were delivered too often", tags);
        setAside = counter(
                registry, "atelier.queue.set.aside", "Records in the queue that are not jobs and were set aside", tags);
        reconnects = counter(registry, "atelier.queue.reconnects", "Replacements of the queue's consumer", tags);
        linesLost = counter(
                registry, "atelier.job.log.lines.lost", "Lines of jobs' logs that could not be sent in time", tags);
        completed = runs(registry, tags, "completed", NO_REASON);
        cancelled = runs(registry, tags, "cancelled", NO_REASON);
        paused = runs(registry, tags, "paused", NO_REASON);
        interrupted = runs(registry, tags, "interrupted", NO_REASON);
        for (FailureKind kind : FailureKind.values()) {
            failed.put(kind, runs(registry, tags, "failed", kind.word()));
        }
        steps = Timer.builder("atelier.step.duration")
                .description("Duration of a training step")
                .tags(tags)
                .register(registry);
        epochs = Timer.builder("atelier.epoch.duration")
                .description("Duration of an epoch, validation included")
                .tags(tags)
                .register(registry);
    }

    @Override
    public void onHeld(Delivery delivery) {
        deliveries.increment();
        held.incrementAndGet();
    }

    @Override
    public void onEnded(Delivery delivery, QueueOutcome disposition) {
        held.decrementAndGet();
    }

    @Override
    public void onLost() {
        lost.increment();
    }

    @Override
    public void onRequeued(Delivery delivery) {
        queuedAnew.increment();
    }

    @Override
    public void onSetAside() {
        setAside.increment();
    }

    @Override
    public void onReconnecting() {
        reconnects.increment();
    }

    @Override
    public void onStep(long nanos) {
        steps.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void onEpoch(EpochCompleted epoch) {
        epochs.record(Duration.ofNanos((long) (epoch.seconds() * NANOS_PER_SECOND)));
        samplesPerSecond = epoch.samplesPerSecond();
        dataWaitShare = epoch.dataWaitShare();
    }

    @Override
    public void onCompleted() {
        completed.increment();
    }

    @Override
    public void onFailed(FailureKind kind) {
        failed.getOrDefault(kind, interrupted).increment();
    }

    @Override
    public void onCancelled() {
        cancelled.increment();
    }

    @Override
    public void onPaused() {
        paused.increment();
    }

    @Override
    public void onInterrupted() {
        interrupted.increment();
    }

    /** Lines of jobs' logs were lost. */
    void onLinesLost(int lines) {
        linesLost.increment(lines);
    }

    private static boolean isOut(MachineCondition machine, MachineFault.Kind kind) {
        return machine.outage().filter(outage -> outage.kind() == kind).isPresent();
    }

    private static Counter counter(MeterRegistry registry, String name, String description, Tags tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    private static Counter runs(MeterRegistry registry, Tags tags, String state, String reason) {
        return counter(registry, "atelier.runs", "Runs by outcome", tags.and("state", state, "reason", reason));
    }
}
