package dev.atelier.results.store;

import dev.atelier.results.projection.Labels;
import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.projection.submission.StudyLabels;
import dev.atelier.results.sql.Sql;
import dev.atelier.results.sql.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.result.RowView;

/** What people have edited of studies, in and out of its table. */
public final class StudyLabelTable {
    private static final Table<StudyLabels> TABLE = Table.<StudyLabels>named("study_labels")
            .key("study", StudyLabels::study)
            .set("name", row -> row.labels().name())
            .set("notes", row -> row.labels().notes())
            .tags("tags", row -> row.labels().tags().orElse(Map.of()))
            .json("edited_tags", row -> row.labels().tags())
            .set("archived", row -> row.labels().archived())
            .set("edited_at", row -> row.labels().editedAt())
            .set("edited_by", row -> row.labels().editedBy())
            .set("edit_record", row -> row.labels().record())
            .set("log_partition", row -> row.changed().partition())
            .set("log_offset", row -> row.changed().offset())
            .build();

    private StudyLabelTable() {}

    /** The rows of these studies that are known, by study. */
    public static Map<String, StudyLabels> load(Connection connection, Collection<String> studies) throws SQLException {
        return studies.isEmpty()
                ? Map.of()
                : Sql.list(
                                connection,
                                "SELECT *, name AS submitted_name FROM study_labels WHERE study = ANY (?)",
                                TableRows.PARTS,
                                StudyLabelTable::read,
                                studies)
                        .stream()
                        .collect(Collectors.toMap(StudyLabels::study, Function.identity()));
    }

    public static void save(Writes writes, StudyLabels row) {
        writes.replace(TABLE, row);
    }

    private static StudyLabels read(RowView row) {
        return new StudyLabels(
                row.getColumn("study", String.class), row.getRow(Labels.class), row.getRow(LogPosition.class));
    }
}
