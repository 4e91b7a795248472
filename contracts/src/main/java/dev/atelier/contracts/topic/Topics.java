package dev.atelier.contracts.topic;

import static java.util.Map.entry;

import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.family.FamilyDescriptor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Every topic of Atelier. This class alone owns their partitions and settings, and their names but for those of the jobs'
 * topics, which the families' descriptors name; brokers never create a topic by themselves.
 */
public final class Topics {
    /** Bytes of the largest submission that is read. */
    public static final int LARGEST_SUBMISSION = 1024 * 1024;

    /**
     * What people request: JSON, any key. One partition, so that one dataset-service at a time processes them and two
     * can never queue the same job; 4 MiB a record, so that an oversized one is answered instead of merely refused.
     */
    public static final Topic SUBMISSIONS = new Topic(
            "atelier.submissions",
            1,
            Map.ofEntries(
                    entry("cleanup.policy", "delete"),
                    entry("retention.ms", millis(Duration.ofDays(30))),
                    entry("max.message.bytes", String.valueOf(4 * 1024 * 1024))));

    /** Cancellations, keyed by job or study id, and under keys of their own pins and edits. */
    public static final Topic CONTROLS = new Topic("atelier.controls", 1, compacted());

    /**
     * Everything that happened, keyed by job, submission or dataset id. This is the record: it never expires. An accepted
     * submission is in it whole, with its jobs, hence records of up to 4 MiB.
     */
    public static final Topic EVENTS = new Topic(
            "atelier.events",
            4,
            Map.ofEntries(
                    entry("cleanup.policy", "delete"),
                    entry("retention.ms", "-1"),
                    entry("retention.bytes", "-1"),
                    entry("max.message.bytes", String.valueOf(4 * 1024 * 1024))));

    /**
     * What the dataset-service knows of the events and queues, so that it need not read all of them when it starts. It
     * follows from them: deleting it loses nothing but that time.
     */
    public static final Topic LEDGER = new Topic("atelier.ledger", 1, ledger());

    /**
     * The consumer group whose offsets name the records that {@link #LEDGER} was made of, and the id of its transactions.
     */
    public static final String LEDGER_GROUP = "atelier-dataset-service-ledger";

    /** Manifests, keyed by {@code name@version}. */
    public static final Topic DATASETS = new Topic("atelier.datasets", 1, compacted());

    /** Batches of images, keyed by {@code dataset/split/number}. */
    public static final Topic DATASET_BATCHES = new Topic(
            "atelier.dataset-batches",
            1,
            Map.ofEntries(
                    entry("cleanup.policy", "delete"),
                    entry("retention.ms", "-1"),
                    entry("retention.bytes", "-1"),
                    entry("max.message.bytes", String.valueOf(64 * 1024 * 1024))));

    /**
     * What trainers record of the work on jobs, for people, keyed by job id. It is kept for a week, and 64 MiB of each
     * partition at most; small segments, because only whole ones are deleted. No result follows from it.
     */
    public static final Topic LOGS = new Topic(
            "atelier.logs",
            4,
            Map.ofEntries(
                    entry("cleanup.policy", "delete"),
                    entry("retention.ms", millis(Duration.ofDays(7))),
                    entry("retention.bytes", String.valueOf(64 * 1024 * 1024)),
                    entry("segment.bytes", String.valueOf(16 * 1024 * 1024)),
                    entry("segment.ms", millis(Duration.ofDays(1))),
                    entry("max.message.bytes", String.valueOf(256 * 1024))));

    /**
     * No record of Atelier's own with JSON is larger once it is decompressed; readers set a larger one aside. Kafka
     * itself limits only what a batch takes while it is compressed.
     */
    public static final int LARGEST_TEXT_BYTES = 8 * 1024 * 1024;

    private Topics() {}

    /** Every topic there is: those that all families share, and one of jobs for each family that is known. */
    public static List<Topic> all() {
        return Stream.concat(
                        Stream.of(SUBMISSIONS, CONTROLS, EVENTS, LEDGER, DATASETS, DATASET_BATCHES, LOGS),
                        jobs().stream())
                .toList();
    }

    /** The topics in which jobs wait. */
    public static List<Topic> jobs() {
        return Families.all().stream().map(Topics::jobs).toList();
    }

    /**
     * The topic in which jobs of a family wait, keyed by job id.
     *
     * @throws IllegalArgumentException if the family is not known
     */
    public static Topic jobs(Family family) {
        return jobs(Families.get(family));
    }

    /**
     * Exactly one partition: a share group serves any number of workers from one, and with more a worker that holds a job
     * would strand the others of its partition.
     */
    private static Topic jobs(FamilyDescriptor family) {
        return new Topic(family.topic(), 1, kept());
    }

    /** The share group whose members work on a family's jobs. */
    public static String shareGroup(Family family) {
        return "atelier-" + family.name() + "-trainers";
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

    private static Map<String, String> ledger() {
        Map<String, String> settings = new HashMap<>(compacted());
        settings.put("max.message.bytes", String.valueOf(LARGEST_TEXT_BYTES));
        settings.put("segment.bytes", String.valueOf(128 * 1024 * 1024));
        return settings;
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }
}
