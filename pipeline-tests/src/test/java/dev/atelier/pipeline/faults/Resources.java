package dev.atelier.pipeline.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Heap, open files and threads of every service: as they were when this was made, and whether they are still about that. */
final class Resources {
    private static final long HEAP_ALLOWANCE = 48L << 20;
    private static final long FILES_ALLOWANCE = 60;

    private final FaultStack stack;
    private final Map<String, ProcessMeasure> before;

    Resources(FaultStack stack) {
        this.stack = stack;
        this.before = measure(stack);
    }

    private static Map<String, ProcessMeasure> measure(FaultStack stack) {
        return stack.services().parallelStream()
                .collect(Collectors.toMap(
                        FaultService::name,
                        service -> ProcessMeasure.of(service.process().pid().orElseThrow()),
                        (one, other) -> one,
                        TreeMap::new));
    }

    /** Compares with now. */
    List<Check> checks() {
        List<String> heap = new ArrayList<>();
        List<String> files = new ArrayList<>();
        List<String> threads = new ArrayList<>();
        List<String> growth = new ArrayList<>();
        measure(stack).forEach((service, now) -> {
            ProcessMeasure then = before.get(service);
            String change = service + " had " + then + ", has " + now;
            growth.add("%s %d→%d MiB".formatted(service, then.heapBytes() >> 20, now.heapBytes() >> 20));
            if (now.heapBytes() > then.heapBytes() + HEAP_ALLOWANCE) {
                heap.add(change);
            }
            if (now.files() > then.files() + FILES_ALLOWANCE) {
                files.add(change);
            }
            then.threads().keySet().stream()
                    .filter(name -> isOurs(name) && (now.pid() == then.pid() || !beginsWithWork(name)))
                    .filter(name -> !now.threads().containsKey(name))
                    .forEach(name -> threads.add(service + " has lost its thread " + name));
        });
        return List.of(
                Check.of("heaps are flat", String.join(", ", growth), heap),
                Check.of("open files are flat", before.size() + " services", files),
                Check.of("no thread is lost", before.size() + " services", threads));
    }

    /** A service that was started again and has had no job since has these not yet. */
    private static boolean beginsWithWork(String name) {
        return name.equals("training") || name.equals("micrometer-kafka-metrics");
    }

    /** Threads of pools come and go. */
    private static boolean isOurs(String name) {
        return !name.matches(".*(executor-thread|pool-N|ForkJoin|vert\\.x|GC|Compiler|Attach|kafka-producer-network|"
                + "kafka-admin-client|kafka-coordinator-heartbeat|Reference Cleaner|Cleaner|Keep-Alive).*");
    }
}
