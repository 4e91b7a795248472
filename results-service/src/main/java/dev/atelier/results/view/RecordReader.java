package dev.atelier.results.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.results.store.Sql;
import dev.atelier.results.store.StoredText;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
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
            @Schema(implementation = Object.class) JsonNode manifest) {
        static Dataset of(ResultSet row) throws SQLException {
            return new Dataset(
                    row.getString("key"),
                    row.getString("name"),
                    row.getString("version"),
                    row.getString("digest"),
                    Sql.presentTime(row, "published_at"),
                    StoredText.tree(row.getString("manifest")));
        }
    }

    /**
     * A submission and its answer.
     *
     * @param partition of the record of the submissions topic that was answered, like {@code offset} and {@code key}
     * @param accepted whether it was understood
     * @param study the study it describes
     * @param members the jobs it came to: the first 1,000, which are all that a study may have
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
            @Schema(maxItems = Part.MAX_LIMIT) List<Member> members,
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
                        Dataset::of,
                        part.limit(),
                        part.offset()),
                Sql.count(connection, "SELECT count(*) FROM datasets")));
    }

    /** What a dataset is and where its batches lie. */
    public Optional<DatasetManifest> manifest(String key) {
        return reading.read(connection -> Sql.one(
                connection,
                "SELECT manifest FROM datasets WHERE key = ?",
                row -> StoredText.read(row.getString("manifest"), DatasetManifest.class),
                key));
    }

    public Optional<Submission> submission(String id) {
        return reading.read(connection -> {
            Optional<String> study =
                    Sql.one(connection, "SELECT id FROM studies WHERE submission = ?", row -> row.getString("id"), id);
            List<Member> members = Sql.list(
                    connection,
                    "SELECT * FROM study_jobs WHERE submission = ? ORDER BY number LIMIT " + Part.MAX_LIMIT,
                    row -> new Member(
                            row.getString("experiment"),
                            row.getString("variant"),
                            row.getLong("seed"),
                            row.getString("family"),
                            row.getString("job"),
                            row.getString("disposition")),
                    id);
            return Sql.one(
                    connection,
                    "SELECT * FROM submissions WHERE id = ?",
                    row -> new Submission(
                            row.getString("id"),
                            row.getInt("origin_partition"),
                            row.getLong("origin_offset"),
                            row.getString("origin_key"),
                            row.getBoolean("accepted"),
                            Sql.text(row, "name"),
                            study,
                            members,
                            Sql.text(row, "request").map(StoredText::tree),
                            Sql.text(row, "reason"),
                            Sql.text(row, "violations").map(StoredText::tree),
                            Sql.text(row, "excerpt"),
                            Sql.presentTime(row, "answered_at")),
                    id);
        });
    }
}
