package dev.atelier.results.view;

import dev.atelier.results.store.Sql;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Reads studies. */
@Singleton
public final class StudyReader {
    private static final String STUDIES = """
            SELECT s.*,
                   (SELECT count(*) FROM study_jobs m WHERE m.study = s.id AND m.submission = s.submission) AS jobs,
                   (SELECT count(*) FROM study_members m WHERE m.study = s.id AND m.state = 'COMPLETED') AS completed,
                   (SELECT count(*) FROM study_members m
                     WHERE m.study = s.id AND m.state IN ('FAILED', 'CANCELLED')) AS ended
              FROM latest_studies s""";

    private final Reading reading;

    public StudyReader(Reading reading) {
        this.reading = reading;
    }

    /** All studies, the latest first. */
    public Listing<StudyView.Summary> list() {
        return reading.read(connection -> Listing.whole(
                Sql.list(connection, STUDIES + " ORDER BY s.accepted_at DESC, s.id", StudyView.Summary::of)));
    }

    public Optional<StudyView.Detail> find(String id) {
        return reading.read(connection -> {
            Optional<StudyView.Summary> summary =
                    Sql.one(connection, STUDIES + " WHERE s.id = ?", StudyView.Summary::of, id);
            if (summary.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new StudyView.Detail(
                    summary.get(),
                    Sql.list(
                            connection,
                            "SELECT * FROM study_table WHERE study = ? ORDER BY number",
                            StudyView.VariantRow::of,
                            id),
                    Sql.list(
                            connection,
                            "SELECT * FROM study_members WHERE study = ? ORDER BY number",
                            StudyView.Member::of,
                            id)));
        });
    }
}
