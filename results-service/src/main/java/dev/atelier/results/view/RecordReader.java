package dev.atelier.results.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.results.sql.Rows;
import dev.atelier.results.sql.Sql;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Reads datasets, and submissions with their answers. */
@Singleton
public final class RecordReader {
    private final Reading reading;

    public RecordReader(Reading reading) {
        this.reading = reading;
    }

    /** A published dataset; {@code manifest} describes its batches. */
    public record Dataset(
            String key,
            String name,
            String version,
            String digest,
            Instant publishedAt,
            @Schema(implementation = Object.class) JsonNode manifest) {}

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
            @Schema(implementation = Object.class) Optional<JsonNode> request,
            Optional<String> reason,
            @Schema(implementation = Object.class) Optional<JsonNode> violations,
            Optional<String> excerpt,
            Instant answeredAt) {}

    /** A job of a submission. */
    public record Member(String experiment, String variant, long seed, String family, String job, String disposition) {}

    /** Datasets by name, the latest of each first. */
    public Listing<Dataset> datasets(Part part) {
        return reading.read(connection -> new Listing<>(
                Sql.list(
                        connection,
                        "SELECT * FROM datasets ORDER BY name, published_at DESC, key LIMIT ? OFFSET ?",
                        Dataset.class,
                        part.limit(),
                        part.offset()),
                Sql.count(connection, "SELECT count(*) FROM datasets")));
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
