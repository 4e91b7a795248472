package dev.atelier.cli.stack.service;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.FamilyDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ports of a stack: the default ones, or a row of neighbours from a base on, in this order: results, dataset, the
 * trainers, and from base + 10 on Kafka with its controller, PostgreSQL, Prometheus and Grafana.
 *
 * @param trainers by the family's name; of families that are not there when the stack starts, nothing
 * @param monitoring null where the stack runs no Prometheus and no Grafana
 */
public record StackPorts(
        int results,
        int dataset,
        Map<String, Integer> trainers,
        int kafka,
        int controller,
        int postgres,
        @Nullable Monitoring monitoring) {
    private static final int USUAL_RESULTS = 8180;
    private static final int LEAST_BASE = 1024;
    private static final int GREATEST_BASE = 65_535 - 14;
    private static final int FIRST_TRAINER = 2;
    private static final int MOST_TRAINERS = 8;

    @JsonCreator
    public StackPorts(
            @JsonProperty("results") int results,
            @JsonProperty("dataset") int dataset,
            @JsonProperty("trainers") @Nullable Map<String, Integer> trainers,
            @JsonProperty("kafka") int kafka,
            @JsonProperty("controller") int controller,
            @JsonProperty("postgres") int postgres,
            @JsonProperty("monitoring") @Nullable Monitoring monitoring) {
        this.results = results;
        this.dataset = dataset;
        // A stack of before there were descriptors kept its trainers' ports in the order of the usual ones.
        this.trainers = Map.copyOf(trainers == null ? moved(Families.all(), results - USUAL_RESULTS) : trainers);
        this.kafka = kafka;
        this.controller = controller;
        this.postgres = postgres;
        this.monitoring = monitoring;
    }

    /** The ports of Prometheus and Grafana. */
    public record Monitoring(int prometheus, int grafana) {}

    /** The same ports, and those of Prometheus and Grafana. */
    public StackPorts withMonitoring() {
        Monitoring ports =
                results == USUAL_RESULTS ? new Monitoring(9090, 3000) : new Monitoring(results + 13, results + 14);
        return new StackPorts(results, dataset, trainers, kafka, controller, postgres, ports);
    }

    /** The ports that are used where no base is given: those of the descriptors, for the trainers. */
    public static StackPorts usual(List<FamilyDescriptor> families) {
        return new StackPorts(USUAL_RESULTS, USUAL_RESULTS + 1, moved(families, 0), 19092, 19093, 15432, null);
    }

    private static Map<String, Integer> moved(List<FamilyDescriptor> families, int distance) {
        return families.stream()
                .collect(Collectors.toUnmodifiableMap(FamilyDescriptor::name, family -> family.port() + distance));
    }

    /**
     * The row of ports that begins here.
     *
     * @throws IllegalArgumentException if there is no room for it
     */
    public static StackPorts from(int base, List<FamilyDescriptor> families) {
        if (base < LEAST_BASE || base > GREATEST_BASE) {
            throw new IllegalArgumentException(
                    "--port-base is %d; expected a number from %d to %d".formatted(base, LEAST_BASE, GREATEST_BASE));
        }
        if (families.size() > MOST_TRAINERS) {
            throw new IllegalArgumentException(
                    "there are %d families; expected at most %d where ports are numbered from --port-base"
                            .formatted(families.size(), MOST_TRAINERS));
        }
        Map<String, Integer> trainers = new TreeMap<>();
        for (FamilyDescriptor family : families) {
            trainers.put(family.name(), base + FIRST_TRAINER + trainers.size());
        }
        return new StackPorts(base, base + 1, trainers, base + 10, base + 11, base + 12, null);
    }

    /** Whether these are the ports of the same stack, whichever families are there. */
    public boolean isSameRow(StackPorts other) {
        return results == other.results
                && dataset == other.dataset
                && kafka == other.kafka
                && postgres == other.postgres;
    }

    /** Where the trainer of a family listens. */
    int trainer(FamilyDescriptor family) {
        return trainers.getOrDefault(family.name(), family.port());
    }

    public String bootstrapServers() {
        return "localhost:" + kafka;
    }

    public String resultsUrl() {
        return "http://localhost:" + results;
    }

    /** The ports of Prometheus and Grafana, also of a stack that runs neither. */
    Monitoring orWithMonitoring() {
        return monitoring == null ? Objects.requireNonNull(withMonitoring().monitoring) : monitoring;
    }

    /** The address of Grafana, where the stack runs it. */
    public Optional<String> grafanaUrl() {
        return Optional.ofNullable(monitoring).map(ports -> "http://localhost:" + ports.grafana());
    }

    public String datasetUrl() {
        return "http://localhost:" + dataset;
    }
}
