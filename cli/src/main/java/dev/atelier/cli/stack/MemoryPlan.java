package dev.atelier.cli.stack;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * How large the heap of each service may become, so that all services together fit into the memory that is there. Each
 * has the least with which it does its work, a size beyond which more is of no use, and what its process occupies beside
 * the heap; what is left above the least is shared out in proportion.
 *
 * @param neededMebibytes what the services need at least, all together
 * @param presentMebibytes what they may occupy
 */
record MemoryPlan(Map<String, Integer> heapMebibytes, int neededMebibytes, int presentMebibytes) {
    private static final int MEBI = 1 << 20;
    /** For the rest of the machine: a tenth of it, and no more than this. */
    private static final int LARGEST_RESERVE = 1024;
    /** The database server and the supervisor, which have no heap to choose. */
    private static final int FIXED = 256 + 128;

    private static final Map<String, Demand> DEMANDS = Map.of(
            "kafka", new Demand(160, 512, 160),
            "dataset-service", new Demand(192, 512, 160),
            "results-service", new Demand(192, 512, 160),
            "mlp-trainer", new Demand(384, 2048, 256),
            // PyTorch keeps its tensors beside the heap.
            "cnn-trainer", new Demand(384, 2048, 1024),
            "transfer-trainer", new Demand(384, 2048, 1024));

    /** In mebibytes. */
    private record Demand(int least, int most, int beside) {}

    MemoryPlan {
        heapMebibytes = Map.copyOf(heapMebibytes);
    }

    /** @param services those that will run; of others nothing is kept back */
    static MemoryPlan of(long memoryBytes, Collection<String> services) {
        int present = Math.toIntExact(Math.min(memoryBytes / MEBI, Integer.MAX_VALUE));
        int budget = present - Math.min(present / 10, LARGEST_RESERVE) - FIXED;
        List<String> planned =
                services.stream().filter(DEMANDS::containsKey).distinct().toList();
        double least = sum(planned, demand -> demand.least() + demand.beside());
        double wanted = sum(planned, demand -> demand.most() - demand.least());
        double share = wanted == 0 ? 0 : Math.clamp((budget - least) / wanted, 0, 1);
        return new MemoryPlan(
                planned.stream().collect(Collectors.toMap(Function.identity(), name -> heap(demand(name), share))),
                (int) least + FIXED,
                budget + FIXED);
    }

    /** The largest size of this service's heap, in mebibytes; for one that was not planned with, the least. */
    int heap(String service) {
        return heapMebibytes.getOrDefault(service, demand(service).least());
    }

    /** Mebibytes that all services occupy at most. */
    int occupied() {
        return FIXED
                + heapMebibytes.entrySet().stream()
                        .mapToInt(
                                heap -> heap.getValue() + demand(heap.getKey()).beside())
                        .sum();
    }

    /** A sentence where the services may not fit. */
    Optional<String> shortfall() {
        return neededMebibytes <= presentMebibytes
                ? Optional.empty()
                : Optional.of(
                        "The services of the stack need %d MiB of memory at least, and there are %d MiB for them; some may be ended for lack of it."
                                .formatted(neededMebibytes, presentMebibytes));
    }

    private static int heap(Demand demand, double share) {
        return demand.least() + (int) (share * (demand.most() - demand.least()));
    }

    private static double sum(List<String> services, ToDoubleFunction<Demand> size) {
        return services.stream().map(MemoryPlan::demand).mapToDouble(size).sum();
    }

    private static Demand demand(String service) {
        return Optional.ofNullable(DEMANDS.get(service))
                .orElseThrow(() -> new IllegalArgumentException(
                        "no demand for memory is known of '" + service + "'; expected one of " + DEMANDS.keySet()));
    }
}
