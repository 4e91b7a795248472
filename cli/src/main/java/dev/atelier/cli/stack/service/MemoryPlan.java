package dev.atelier.cli.stack.service;

import dev.atelier.contracts.family.FamilyDescriptor;
import dev.atelier.contracts.family.FamilyDescriptor.Memory;
import dev.atelier.localstack.postgres.PostgresServer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * How large the heap of each service may become, so that all services together fit into the memory that is there. Each
 * has the least with which it does its work, a size beyond which more is of no use, and what its process occupies beside
 * the heap; what is left above the least is shared out in proportion.
 *
 * @param demands what each service wants
 * @param neededMebibytes what the services need at least, all together
 * @param presentMebibytes what they may occupy
 */
public record MemoryPlan(
        Map<String, Memory> demands, Map<String, Integer> heapMebibytes, int neededMebibytes, int presentMebibytes) {
    private static final int MEBI = 1 << 20;
    /** For the rest of the machine: a tenth of it, and no more than this. */
    private static final int LARGEST_RESERVE = 1024;
    /** The database server beside its buffers, and the supervisor, which have no heap to choose. */
    private static final int FIXED = 128 + 128;

    /** Prometheus and Grafana, where they run. */
    private static final int MONITORING = 256 + 256;

    private static final Memory KAFKA = new Memory(160, 512, 160);
    private static final Memory SERVICE = new Memory(192, 512, 160);

    /** What each service wants, trainers by their descriptors. */
    static Map<String, Memory> demands(List<FamilyDescriptor> families) {
        Map<String, Memory> demands =
                new TreeMap<>(Map.of("kafka", KAFKA, "dataset-service", SERVICE, "results-service", SERVICE));
        families.forEach(family -> demands.put(family.service(), family.memory()));
        return demands;
    }

    public MemoryPlan {
        demands = Map.copyOf(demands);
        heapMebibytes = Map.copyOf(heapMebibytes);
    }

    /**
     * @param services those that will run; of others nothing is kept back
     * @param demands what each service wants, by name
     * @param isMonitored whether Prometheus and Grafana run as well
     */
    static MemoryPlan of(
            long memoryBytes, Collection<String> services, Map<String, Memory> demands, boolean isMonitored) {
        int present = Math.toIntExact(Math.min(memoryBytes / MEBI, Integer.MAX_VALUE));
        int fixed = FIXED + (isMonitored ? MONITORING : 0) + PostgresServer.sharedBuffersMebibytes(memoryBytes);
        int budget = present - Math.min(present / 10, LARGEST_RESERVE) - fixed;
        List<String> planned =
                services.stream().filter(demands::containsKey).distinct().toList();
        double least = sum(planned, demands, demand -> demand.leastHeap() + demand.besideHeap());
        double wanted = sum(planned, demands, demand -> demand.mostHeap() - demand.leastHeap());
        double share = wanted == 0 ? 0 : Math.clamp((budget - least) / wanted, 0, 1);
        return new MemoryPlan(
                demands,
                planned.stream()
                        .collect(Collectors.toMap(Function.identity(), name -> heap(demand(name, demands), share))),
                (int) least + fixed,
                budget + fixed);
    }

    /** The largest size of this service's heap, in mebibytes; for one that was not planned with, the least. */
    int heap(String service) {
        return heapMebibytes.getOrDefault(service, demand(service, demands).leastHeap());
    }

    /** A sentence where the services may not fit. */
    public Optional<String> shortfall() {
        return neededMebibytes <= presentMebibytes
                ? Optional.empty()
                : Optional.of(
                        "The services of the stack need at least %d MiB of memory, and %d MiB are available; the system may end some of them."
                                .formatted(neededMebibytes, presentMebibytes));
    }

    private static int heap(Memory demand, double share) {
        return demand.leastHeap() + (int) (share * (demand.mostHeap() - demand.leastHeap()));
    }

    private static double sum(List<String> services, Map<String, Memory> demands, ToDoubleFunction<Memory> size) {
        return services.stream()
                .map(service -> demand(service, demands))
                .mapToDouble(size)
                .sum();
    }

    private static Memory demand(String service, Map<String, Memory> demands) {
        return Optional.ofNullable(demands.get(service))
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no memory setting of '" + service + "'; expected one of " + demands.keySet()));
    }
}
