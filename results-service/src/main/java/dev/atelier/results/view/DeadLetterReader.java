package dev.atelier.results.view;

import dev.atelier.results.sql.Sql;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Reads the records that were set aside. */
@Singleton
public final class DeadLetterReader {
    private static final int MOST_COUNTS = 100;

    private final Reading reading;

    public DeadLetterReader(Reading reading) {
        this.reading = reading;
    }

    /**
     * Records that were set aside.
     *
     * @param counts how many there are, the most frequent first
     * @param items some of them, the latest first
     * @param total how many there are in all
     */
    public record DeadLetters(
            @Schema(maxItems = MOST_COUNTS) List<Count> counts,
            @Schema(maxItems = Part.MAX_LIMIT) List<DeadLetter> items,
            long total) {
        public DeadLetters {
            counts = List.copyOf(counts);
            items = List.copyOf(items);
        }
    }

    /**
     * How many records of a topic were set aside for a kind of reason.
     *
     * @param kind unreadable, incomplete, misplaced, unprojectable or refused
     */
    @Schema(name = "DeadLetterCount")
    public record Count(String topic, String kind, long records) {}

    /**
     * A record that was set aside; of its texts, only the beginning is kept.
     *
     * @param type the type of the event that it claims to be
     * @param reason why, as a sentence
     * @param excerpt the beginning of its body
     * @param time when it was written or, of another topic than the events', set aside
     */
    public record DeadLetter(
            String topic,
            int partition,
            long offset,
            String key,
            String type,
            String kind,
            String reason,
            String excerpt,
            Instant time) {}

    public DeadLetters read(Part part) {
        return reading.read(connection -> new DeadLetters(
                Sql.list(
                        connection,
                        "SELECT topic, kind, count(*) AS records FROM set_aside_records GROUP BY topic, kind"
                                + " ORDER BY records DESC, topic, kind LIMIT " + MOST_COUNTS,
                        Count.class),
                Sql.list(
                        connection,
                        "SELECT topic, record_partition AS partition, record_offset AS offset, key, type, kind, reason, excerpt, time"
                                + " FROM set_aside_records ORDER BY time DESC, topic, record_partition, record_offset"
                                + " LIMIT ? OFFSET ?",
                        DeadLetter.class,
                        part.limit(),
                        part.offset()),
                Sql.count(connection, "SELECT count(*) FROM set_aside_records")));
    }
}
