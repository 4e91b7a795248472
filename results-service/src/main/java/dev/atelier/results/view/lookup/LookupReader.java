package dev.atelier.results.view.lookup;

import dev.atelier.results.sql.Sql;
import dev.atelier.results.sql.StoredText;
import dev.atelier.results.view.Reading;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Finds what an id, the beginning of one, or a name can stand for, be the name the submitted one or an edited one. Every way of
 * finding goes through an index and is bounded.
 */
@Singleton
public final class LookupReader {
    /** Most jobs, and most studies, of one answer. */
    public static final int MOST = 20;

    /** A beginning of an id has at least so many characters. */
    public static final int LEAST_PREFIX = 4;

    /** Follows every character that there is. */
    private static final String LAST = new String(Character.toChars(Character.MAX_CODE_POINT));

    private static final String JOBS = """
            WITH found AS (
                (SELECT 1 AS rank, id, name FROM jobs WHERE id IN (?, ?))
                UNION ALL
                (SELECT 2, id, name FROM jobs WHERE id ~>=~ ? AND id ~<~ ? LIMIT %1$d)
                UNION ALL
                (SELECT 3, id, name FROM jobs WHERE name_lower = lower(left(?, 200)) ORDER BY id LIMIT %2$d)
                UNION ALL
                (SELECT 3, id, submitted_name FROM jobs WHERE submitted_name_lower = lower(left(?, 200)) ORDER BY id LIMIT %2$d)
                UNION ALL
                (SELECT 3, job, name FROM study_jobs WHERE name_lower = lower(left(?, 200)) ORDER BY job LIMIT %2$d)
            ), each AS (SELECT DISTINCT ON (id) rank, id, name FROM found ORDER BY id, rank, name)
            SELECT 'job' AS kind, (ARRAY['id', 'prefix', 'name'])[rank] AS by, j.id, each.name, j.state, 1 AS jobs,
                   CASE WHEN j.state IN ('COMPLETED', 'FAILED', 'CANCELLED') THEN 1 ELSE 0 END AS ended, j.queued_at AS at
              FROM each JOIN jobs j ON j.id = each.id
             ORDER BY rank, j.queued_at DESC NULLS LAST, j.id LIMIT %1$d""".formatted(MOST + 1, 1000);

    private static final String STUDIES = """
            WITH found AS (
                (SELECT 1 AS rank, id FROM studies WHERE id = ?)
                UNION ALL
                (SELECT 2, id FROM studies WHERE id ~>=~ ? AND id ~<~ ? LIMIT %2$d)
                UNION ALL
                (SELECT 3, id FROM studies WHERE lower(left(name, 200)) = lower(left(?, 200))
                  ORDER BY accepted_at DESC LIMIT %2$d)
                UNION ALL
                (SELECT 3, study FROM study_labels WHERE lower(name) = lower(left(?, 200)) ORDER BY edited_at DESC LIMIT %2$d)
            ), each AS (
                SELECT * FROM (
                    SELECT DISTINCT ON (f.id) f.rank, f.id, coalesce(l.name, s.name) AS name, s.submission, s.accepted_at
                      FROM found f JOIN studies s ON s.id = f.id LEFT JOIN study_labels l ON l.study = f.id
                     ORDER BY f.id, f.rank, s.accepted_at DESC, s.submission DESC) latest
                 ORDER BY rank, accepted_at DESC, id LIMIT %1$d
            )
            SELECT 'study' AS kind, (ARRAY['id', 'prefix', 'name'])[rank] AS by, each.id, each.name, '' AS state,
                   (SELECT count(*) FROM study_jobs m WHERE m.study = each.id AND m.submission = each.submission) AS jobs,
                   (SELECT count(*) FROM study_jobs m JOIN jobs j ON j.id = m.job
                     WHERE m.study = each.id AND m.submission = each.submission
                       AND j.state IN ('COMPLETED', 'FAILED', 'CANCELLED')) AS ended,
                   accepted_at AS at
              FROM each ORDER BY rank, accepted_at DESC, id""".formatted(MOST + 1, 1000);

    private final Reading reading;

    public LookupReader(Reading reading) {
        this.reading = reading;
    }

    /**
     * What a text can stand for: jobs first, of each kind those whose id it is before those whose id begins with it and those of
     * this name, the latest first.
     *
     * @param items the first {@value #MOST} of each kind
     * @param more whether there are more
     */
    @Schema(name = "LookupMatches")
    public record Matches(@Schema(maxItems = 2 * MOST) List<Match> items, boolean more) {
        public Matches {
            items = List.copyOf(items);
        }
    }

    /** What a text can stand for; a prefix of an id only from {@value #LEAST_PREFIX} characters on. */
    public Matches find(String text) {
        String stored = StoredText.plain(text);
        return reading.read(connection -> {
            // Ids of jobs are in lower case.
            String lower = stored.toLowerCase(Locale.ROOT);
            List<Match> jobs = Sql.list(
                    connection, JOBS, Match.class, stored, lower, prefix(lower), end(lower), stored, stored, stored);
            List<Match> studies =
                    Sql.list(connection, STUDIES, Match.class, stored, prefix(stored), end(stored), stored, stored);
            return new Matches(
                    Stream.concat(jobs.stream().limit(MOST), studies.stream().limit(MOST))
                            .toList(),
                    jobs.size() > MOST || studies.size() > MOST);
        });
    }

    /** Where ids that begin with the text begin; after every id, where the text is too short. */
    private static String prefix(String text) {
        return text.codePointCount(0, text.length()) < LEAST_PREFIX ? LAST : text;
    }

    private static String end(String text) {
        return text + LAST;
    }
}
