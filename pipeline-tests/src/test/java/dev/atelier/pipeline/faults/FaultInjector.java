package dev.atelier.pipeline.faults;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Does faults to a stack and, after each one's time, undoes them. What is disturbed already is not disturbed a second time
 * until then; killing what is suspended is the exception, because that happens.
 */
final class FaultInjector implements AutoCloseable {
    private static final Duration LONGEST_STEP = Duration.ofSeconds(20);

    private final FaultStack stack;
    private final MalformedRecords records;
    private final Workload workload;
    private final ScheduledExecutorService undoing = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private final Map<String, Runnable> lasting = new HashMap<>();
    private final Map<FaultKind, Integer> injected = new EnumMap<>(FaultKind.class);
    private long last = System.nanoTime();

    FaultInjector(FaultStack stack, MalformedRecords records, Workload workload) {
        this.stack = stack;
        this.records = records;
        this.workload = workload;
    }

    /** The kinds of faults that can be injected here. */
    static Set<FaultKind> possible(FaultStack stack) {
        Set<FaultKind> kinds = EnumSet.allOf(FaultKind.class);
        if (!stack.disk().isSmall()) {
            kinds.removeAll(Set.of(FaultKind.FULL_DISK, FaultKind.LOCKED_DISK));
        }
        if (stack.brokerDisk().isEmpty()) {
            kinds.remove(FaultKind.FULL_BROKER_DISK);
        }
        if (stack.databaseDisk().isEmpty()) {
            kinds.remove(FaultKind.FULL_DATABASE_DISK);
        }
        if (SteppedClock.library().isEmpty()) {
            kinds.remove(FaultKind.CLOCK_STEP);
        }
        return kinds;
    }

    /** Faults so far, by kind. */
    Map<FaultKind, Integer> injected() {
        return Map.copyOf(injected);
    }

    /**
     * Waits for the fault's time and does it.
     *
     * @return whether there was anything to do it to
     */
    boolean inject(Fault fault) throws InterruptedException {
        long due = last + fault.pause().toNanos();
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        last = System.nanoTime();
        boolean done = disturb(fault);
        if (done) {
            injected.merge(fault.kind(), 1, Integer::sum);
        }
        return done;
    }

    private boolean disturb(Fault fault) {
        FaultService service = pick(fault, stack.services());
        FaultService trainer = pick(fault, stack.trainers());
        FaultService results = pick(fault, stack.services("results-service"));
        return switch (fault.kind()) {
            case KILL_SERVICE -> kill(service.process());
            case STOP_SERVICE -> stop(service.process());
            case SUSPEND_TRAINER -> suspend(trainer.process(), fault.length());
            case SUSPEND_SERVICE -> suspend(service.process(), fault.length());
            case KILL_BROKER -> kill(stack.broker());
            case RESTART_BROKER -> stop(stack.broker());
            case SUSPEND_BROKER -> suspend(stack.broker(), fault.length());
            case KILL_DATABASE -> kill(stack.database());
            case RESTART_DATABASE -> stop(stack.database());
            case SUSPEND_DATABASE -> suspend(stack.database(), fault.length());
            case CUT_BROKER -> cut("broker of " + service.name(), service.brokerLane(), fault);
            case CUT_DATABASE ->
                cut("database of " + results.name(), results.databaseLane().orElseThrow(), fault);
            case FULL_DISK -> fill("disk", stack.disk(), fault);
            case FULL_BROKER_DISK ->
                fill("disk of the broker", stack.brokerDisk().orElseThrow(), fault);
            case FULL_DATABASE_DISK ->
                fill("disk of the database", stack.databaseDisk().orElseThrow(), fault);
            case LOCKED_DISK -> lasts("disk", fault.length(), stack.disk()::lock, stack.disk()::unlock);
            case MALFORMED_RECORD -> records.send(fault.choice());
            case CLOCK_STEP -> step(service, fault);
            case CANCEL -> workload.cancel(fault.choice());
        };
    }

    private static FaultService pick(Fault fault, List<FaultService> among) {
        return among.get(fault.target(among.size()));
    }

    private static boolean kill(KeptProcess process) {
        boolean runs = process.pid().isPresent();
        process.kill();
        return runs;
    }

    private static boolean stop(KeptProcess process) {
        boolean runs = process.pid().isPresent() && !process.isSuspended();
        if (runs) {
            process.requestStop();
        }
        return runs;
    }

    private boolean suspend(KeptProcess process, Duration length) {
        return process.pid().isPresent() && lasts(process.name(), length, process::suspend, process::resume);
    }

    private boolean cut(String name, Lane lane, Fault fault) {
        boolean stalls = fault.variant(2) == 0;
        return lasts(name, fault.length(), () -> lane.set(stalls ? Lane.State.STALLED : Lane.State.CLOSED), () -> {
            lane.set(Lane.State.OPEN);
            if (fault.variant(4) == 0) {
                lane.reset();
            }
        });
    }

    private boolean fill(String name, SmallDisk disk, Fault fault) {
        return lasts(name, fault.length(), disk::fill, disk::empty);
    }

    private boolean step(FaultService service, Fault fault) {
        long seconds = 2L + fault.variant((int) LONGEST_STEP.toSeconds());
        Duration offset = Duration.ofSeconds(fault.choice() < 0 ? -seconds : seconds);
        return lasts(
                "clock of " + service.name(),
                fault.length(),
                () -> service.clock().step(offset),
                () -> service.clock().step(Duration.ZERO));
    }

    private synchronized boolean lasts(String what, Duration length, Runnable begin, Runnable end) {
        if (lasting.containsKey(what)) {
            return false;
        }
        begin.run();
        lasting.put(what, end);
        var _ = undoing.schedule(() -> undo(what), length.toMillis(), TimeUnit.MILLISECONDS);
        return true;
    }

    private synchronized void undo(String what) {
        Runnable end = lasting.remove(what);
        if (end != null) {
            end.run();
        }
    }

    /** Undoes whatever still lasts. */
    synchronized void undoAll() {
        List.copyOf(lasting.keySet()).forEach(this::undo);
    }

    @Override
    public void close() {
        undoing.shutdownNow();
        undoAll();
    }
}
