package dev.atelier.results.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.results.sql.Rows;
import dev.atelier.results.sql.Sql;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Reads datasets, and submissions with their answers. */
@Singleton
public final class RecordReader {
    private final Reading reading;

    public RecordReader(Reading reading) {
        this.reading = reading;
    }

    /**
     * A published dataset.
     *
     * @param jobs how many jobs train on it, or did
     * @param manifest describes its batches
     */
    public record Dataset(
            String key,
            String name,
            String version,
            String digest,
            Instant publishedAt,
            long jobs,
            @Schema(implementation = DatasetManifest.class) JsonNode manifest) {
        /** What it is made of, for people. */
        public String content() {
            return String.format(
                    Locale.ROOT,
                    "%,d %s for training, %,d for testing, of %d × %d × %d, in %s",
                    manifest.at("/train/images").asLong(),
                    Counted.noun(manifest.at("/train/images").asLong(), "image"),
                    manifest.at("/test/images").asLong(),
                    manifest.at("/shape/channels").asInt(),
                    manifest.at("/shape/height").asInt(),
                    manifest.at("/shape/width").asInt(),
                    Counted.of(manifest.path("classes").size(), "class"));
        }
    }

    /**
     * Which datasets to list.
     *
     * @param name part of their name, ignoring case
     * @param part which part of the list
     */
    public record DatasetFilter(Optional<String> name, Listing.Order order, Part part) {
        /** The orders, the usual one first. */
        public static final List<Listing.Order> ORDERS = List.of(
                new Listing.Order("name", "name", "d.name, d.published_at DESC, d.key"),
                new Listing.Order("latest", "latest published", "d.published_at DESC, d.key"),
                new Listing.Order("images", "most images", "(d.manifest->'train'->>'images')::bigint DESC, d.key"));
    }

    /**
     * A submission and its answer.
     *
     * @param partition of the record of the submissions topic that was answered, like {@code offset} and {@code key}
     * @param accepted whether it was understood
     * @param study the study it describes
     * @param members its jobs: the first 1,000, which are all that a study may have
     * @param reason one word for why it was rejected
     * @param violations what is wrong with it: field, value, expected
     */
    public record Submission(
            String id,
            int partition,
            long offset,
            String key,
            boolean accepted,
            Optional<String> name,
            Optional<String> study,
            @Schema(maxItems = Part.MAX_LIMIT) @Rows List<Member> members,

            @Schema(type = SchemaType.OBJECT, implementation = Object.class)
            Optional<JsonNode> request,

            Optional<String> reason,
            @Schema(implementation = Violation[].class) Optional<JsonNode> violations,
            Optional<String> excerpt,
            Instant answeredAt) {}

    /** A job of a submission. */
    @Schema(name = "SubmissionMember")
    public record Member(String experiment, String variant, long seed, String family, String job, String disposition) {}

    public Listing<Dataset> datasets(DatasetFilter filter) {
        String name = filter.name().orElse("");
        String where = " WHERE position(lower(?) in lower(d.name)) > 0";
        return reading.read(connection -> new Listing<>(
                Sql.list(
                        connection,
                        "SELECT d.*, (SELECT count(*) FROM jobs j WHERE j.dataset_key = d.key) AS jobs FROM datasets d"
                                + where + " ORDER BY " + filter.order().sql() + " LIMIT ? OFFSET ?",
                        Dataset.class,
                        name,
                        filter.part().limit(),
                        filter.part().offset()),
                Sql.count(connection, "SELECT count(*) FROM datasets d" + where, name)));
    }

    /** What a dataset is and where its batches lie. */
    public Optional<DatasetManifest> manifest(String key) {
        return reading.read(connection ->
                Sql.one(connection, "SELECT manifest FROM datasets WHERE key = ?", DatasetManifest.class, key));
    }

    public Optional<Submission> submission(String id) {
        return reading.read(connection -> Sql.one(connection, """
                SELECT s.id, s.origin_partition AS partition, s.origin_offset AS offset, s.origin_key AS key, s.accepted, s.name,
                       (SELECT d.id FROM studies d WHERE d.submission = s.id LIMIT 1) AS study,
                       (SELECT coalesce(json_agg(m ORDER BY m.number), '[]')
                          FROM (SELECT * FROM study_jobs WHERE submission = s.id ORDER BY number LIMIT %d) m) AS members,
                       s.request, s.reason, s.violations, s.excerpt, s.answered_at
                  FROM submissions s WHERE s.id = ?""".formatted(Part.MAX_LIMIT), Submission.class, id));
    }
}
