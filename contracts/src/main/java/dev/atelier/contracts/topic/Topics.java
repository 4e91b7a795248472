package dev.atelier.contracts.topic;

import static java.util.Map.entry;

import dev.atelier.contracts.job.Family;
import java.time.Duration;
import java.util.Map;

/**
 * Every topic of Atelier. This class alone owns their names, partitions and settings; brokers never create a topic by
 * themselves.
 */
public enum Topics {
    /**
     * What people ask for: JSON, any key. One partition, so that one dataset-service at a time answers and two can never
     * queue the same job; 4 MiB a record, so that an oversized one is answered instead of merely refused.
     */
    SUBMISSIONS(
            "atelier.submissions",
            1,
            Map.ofEntries(
                    entry("cleanup.policy", "delete"),
                    entry("retention.ms", millis(Duration.ofDays(30))),
                    entry("max.message.bytes", String.valueOf(4 * 1024 * 1024)))),

    /** Waiting MLP jobs, keyed by job id. */
    JOBS_MLP("atelier.jobs.mlp", 1, kept()),
    /** Waiting CNN jobs, keyed by job id. */
    JOBS_CNN("atelier.jobs.cnn", 1, kept()),
    /** Waiting transfer-learning jobs, keyed by job id. */
    JOBS_TRANSFER("atelier.jobs.transfer", 1, kept()),

    /** Cancellations, keyed by job or study id. */
    CONTROLS("atelier.controls", 1, compacted()),

    /**
     * Everything that happened, keyed by job, submission or dataset id. This is the record: it never expires. An accepted
     * submission is in it whole, with its jobs, hence records of up to 4 MiB.
     */
    EVENTS(
            "atelier.events",
            4,
            Map.ofEntries(
                    entry("cleanup.policy", "delete"),
                    entry("retention.ms", "-1"),
                    entry("retention.bytes", "-1"),
                    entry("max.message.bytes", String.valueOf(4 * 1024 * 1024)))),

    /** Manifests, keyed by {@code name@version}. */
    DATASETS("atelier.datasets", 1, compacted()),

    /** Batches of images, keyed by {@code dataset/split/number}. */
    DATASET_BATCHES(
            "atelier.dataset-batches",
            1,
            Map.ofEntries(
                    entry("cleanup.policy", "delete"),
                    entry("retention.ms", "-1"),
                    entry("retention.bytes", "-1"),
                    entry("max.message.bytes", String.valueOf(64 * 1024 * 1024))));

    /**
     * No record of Atelier's own with JSON is larger once it is unpacked; whoever reads a larger one sets it aside. Kafka
     * itself limits only what a batch takes while it is compressed.
     */
    public static final int LARGEST_TEXT_BYTES = 8 * 1024 * 1024;

    private final String topicName;
    private final int partitions;
    private final Map<String, String> settings;

    Topics(String topicName, int partitions, Map<String, String> settings) {
        this.topicName = topicName;
        this.partitions = partitions;
        this.settings = settings;
    }

    /**
     * The topic in which jobs of a family wait. It has exactly one partition: a share group serves any number of workers
     * from one, and with more a worker that holds a job would strand the others of its partition.
     */
    public static Topics jobs(Family family) {
        return switch (family) {
            case MLP -> JOBS_MLP;
            case CNN -> JOBS_CNN;
            case TRANSFER -> JOBS_TRANSFER;
        };
    }

    /** The share group whose members work on a family's jobs. */
    public static String shareGroup(Family family) {
        return "atelier-" + family.jsonName() + "-trainers";
    }

    public String topicName() {
        return topicName;
    }

    public int partitions() {
        return partitions;
    }

    public Map<String, String> settings() {
        return settings;
    }

    private static Map<String, String> kept() {
        return Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1");
    }

    /**
     * The broker's cleaner unpacks every record of such a topic. Stored uncompressed, none is larger than the topic's {@code
     * max.message.bytes}; a compressed one that is gets refused when it is sent.
     */
    private static Map<String, String> compacted() {
        return Map.of("cleanup.policy", "compact", "compression.type", "uncompressed");
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }
}
