package dev.atelier.cli.stack;

/**
 * The ports of a stack: the default ones, or a row of neighbours from a base on, in this order: results, dataset, the
 * trainers, and from base + 10 on Kafka with its controller and PostgreSQL.
 */
public record StackPorts(
        int results, int dataset, int mlp, int cnn, int transfer, int kafka, int controller, int postgres) {
    /** The ports that are used where no base is given. */
    public static final StackPorts DEFAULT = new StackPorts(8180, 8181, 8182, 8183, 8184, 19092, 19093, 15432);

    private static final int LEAST_BASE = 1024;
    private static final int GREATEST_BASE = 65_535 - 12;

    /**
     * The row of ports that begins here.
     *
     * @throws IllegalArgumentException if there is no room for it
     */
    public static StackPorts from(int base) {
        if (base < LEAST_BASE || base > GREATEST_BASE) {
            throw new IllegalArgumentException(
                    "--port-base is %d; expected a number from %d to %d".formatted(base, LEAST_BASE, GREATEST_BASE));
        }
        return new StackPorts(base, base + 1, base + 2, base + 3, base + 4, base + 10, base + 11, base + 12);
    }

    public String bootstrapServers() {
        return "localhost:" + kafka;
    }

    public String resultsUrl() {
        return "http://localhost:" + results;
    }

    public String datasetUrl() {
        return "http://localhost:" + dataset;
    }
}
