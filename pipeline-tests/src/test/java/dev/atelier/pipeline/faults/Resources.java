package dev.atelier.pipeline.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Heap, open files and threads of every service, from the first measure of each process to now. Heaps and files are
 * compared within a process only: one that was started again holds nothing of what the one before it held.
 */
final class Resources {
    private static final long HEAP_ALLOWANCE = 48L << 20;
    private static final long FILES_ALLOWANCE = 60;

    private final FaultStack stack;
    private final Map<String, ProcessMeasure> before = new TreeMap<>();
    private final Map<Long, ProcessMeasure> firstOfProcess = new HashMap<>();

    Resources(FaultStack stack) {
        this.stack = stack;
        measureNewProcesses();
    }

    /** Measures each process that was started since the last time. */
    void measureNewProcesses() {
        for (FaultService service : stack.services()) {
            service.process().pid().ifPresent(pid -> {
                ProcessMeasure first = firstOfProcess.computeIfAbsent(pid, ProcessMeasure::of);
                before.putIfAbsent(service.name(), first);
            });
        }
    }

    /** Compares with now; no process may have ended since the last {@link #measureNewProcesses}. */
    List<Check> checks() {
        List<String> heap = new ArrayList<>();
        List<String> files = new ArrayList<>();
        List<String> threads = new ArrayList<>();
        List<String> growth = new ArrayList<>();
        for (FaultService service : stack.services()) {
            String name = service.name();
            ProcessMeasure now = ProcessMeasure.of(service.process().pid().orElseThrow());
            ProcessMeasure first = firstOfProcess.get(now.pid());
            if (first == null) {
                heap.add(name + " was started again, and nobody had ended it");
                continue;
            }
            String change = name + " had " + first + ", has " + now;
            growth.add("%s %d→%d MiB".formatted(name, first.heapBytes() >> 20, now.heapBytes() >> 20));
            if (now.heapBytes() > first.heapBytes() + HEAP_ALLOWANCE) {
                heap.add(change);
            }
            if (now.files() > first.files() + FILES_ALLOWANCE) {
                files.add(change);
            }
            ProcessMeasure then = before.get(name);
            then.threads().keySet().stream()
                    .filter(thread -> isOurs(thread) && (now.pid() == then.pid() || !beginsWithWork(thread)))
                    .filter(thread -> !now.threads().containsKey(thread))
                    .forEach(thread -> threads.add(name + " has lost its thread " + thread));
        }
        return List.of(
                Check.of("heaps are flat", String.join(", ", growth), heap),
                Check.of("open files are flat", before.size() + " services", files),
                Check.of("no thread is lost", before.size() + " services", threads));
    }

    /** A service that was started again and has had no job or no request since has these not yet. */
    private static boolean beginsWithWork(String name) {
        return List.of("training", "micrometer-kafka-metrics", "HttpClient-N-SelectorManager")
                .contains(name);
    }

    /** Threads of pools come and go, and so does the one that waits for child processes. */
    private static boolean isOurs(String name) {
        return !name.matches(".*(executor-thread|pool-N|ForkJoin|vert\\.x|GC|Compiler|Attach|kafka-producer-network|"
                + "kafka-admin-client|kafka-coordinator-heartbeat|Reference Cleaner|Cleaner|Keep-Alive|"
                + "process reaper).*");
    }
}
