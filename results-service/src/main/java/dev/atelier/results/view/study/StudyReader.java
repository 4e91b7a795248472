package dev.atelier.results.view.study;

import dev.atelier.results.sql.Sql;
import dev.atelier.results.view.Listing;
import dev.atelier.results.view.Part;
import dev.atelier.results.view.Reading;
import dev.atelier.results.view.search.SearchReader;
import dev.atelier.results.view.search.SearchView;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads studies. */
@Singleton
public final class StudyReader {
    private static final String STUDIES = """
            SELECT s.*, s.edit_record AS edited_record,
                   (SELECT count(*) FROM study_jobs m WHERE m.study = s.id AND m.submission = s.submission) AS jobs,
                   (SELECT count(*) FROM study_jobs m JOIN jobs j ON j.id = m.job
                     WHERE m.study = s.id AND m.submission = s.submission AND j.state = 'COMPLETED') AS completed,
                   (SELECT count(*) FROM study_jobs m JOIN jobs j ON j.id = m.job
                     WHERE m.study = s.id AND m.submission = s.submission
                       AND j.state IN ('FAILED', 'CANCELLED')) AS ended
              FROM\s""";

    /**
     * Found from the jobs that wait or run, and from those that are not known yet, once for all studies: with a query for each of
     * thousands of studies this takes seconds.
     */
    private static final String OPEN = """
            (s.id, s.submission)%s IN (
                   SELECT m.study, m.submission FROM jobs j JOIN study_jobs m ON m.job = j.id
                    WHERE j.state IN ('QUEUED', 'RUNNING') AND m.study IS NOT NULL
                   UNION ALL
                   SELECT m.study, m.submission FROM study_jobs m
                    WHERE m.study IS NOT NULL AND NOT EXISTS (SELECT FROM jobs j WHERE j.id = m.job))""";

    private static final String MEMBERS = """
            SELECT experiment, variant, seed, family, job, disposition, state, priority, owner, diverged, counted, test_accuracy, test_loss,
                   validation_accuracy, validation_loss, train_accuracy, train_loss, objective_value AS objective
              FROM study_members""";

    private static final String VARIANT = """
            experiment, variant, objective, direction, jobs, completed, counted, diverged,
            test_accuracy_mean AS mean_test_accuracy, test_loss_mean AS mean_test_loss,
            validation_accuracy_mean AS mean_validation_accuracy, validation_loss_mean AS mean_validation_loss,
            train_accuracy_mean AS mean_train_accuracy, train_loss_mean AS mean_train_loss,
            objective_value_mean AS mean_objective,
            test_accuracy_sd AS sd_test_accuracy, test_loss_sd AS sd_test_loss,
            validation_accuracy_sd AS sd_validation_accuracy, validation_loss_sd AS sd_validation_loss,
            train_accuracy_sd AS sd_train_accuracy, train_loss_sd AS sd_train_loss,
            objective_value_sd AS sd_objective,
            published_metric, published_values, tolerance AS published_tolerance,
            measured_percent AS published_measured, reproduced AS published_reproduced""";

    private final Reading reading;
    private final SearchReader searches;

    public StudyReader(Reading reading, SearchReader searches) {
        this.reading = reading;
        this.searches = searches;
    }

    public Listing<StudyView.Summary> list(StudyFilter filter) {
        Chosen chosen = Chosen.by(filter);
        String order = " ORDER BY " + filter.order().sql();
        return reading.read(connection -> new Listing<>(
                Sql.list(
                        connection,
                        STUDIES + "(SELECT s.* FROM latest_studies s" + chosen.where() + order + " LIMIT ? OFFSET ?) s"
                                + order,
                        StudyView.Summary.class,
                        chosen.and(filter.part().limit(), filter.part().offset())),
                Sql.count(connection, "SELECT count(*) FROM latest_studies s" + chosen.where(), chosen.and())));
    }

    /** The ids of all studies that match, whatever part of the list the filter is about, in its order; {@code most} at most. */
    public List<String> ids(StudyFilter filter, int most) {
        Chosen chosen = Chosen.by(filter);
        return reading.read(connection -> Sql.list(
                connection,
                "SELECT s.id FROM latest_studies s" + chosen.where() + " ORDER BY "
                        + filter.order().sql() + " LIMIT ?",
                String.class,
                chosen.and(most)));
    }

    /** Those of these studies that are known, in the order of their ids here. */
    public List<StudyView.Summary> list(List<String> ids) {
        List<StudyView.Summary> known = reading.read(connection ->
                Sql.list(connection, STUDIES + "latest_studies s WHERE s.id = ANY (?)", StudyView.Summary.class, ids));
        Map<String, StudyView.Summary> byId =
                known.stream().collect(Collectors.toMap(StudyView.Summary::id, Function.identity()));
        return ids.stream().flatMap(id -> Stream.ofNullable(byId.get(id))).toList();
    }

    /**
     * The studies that a filter is about, in SQL.
     *
     * @param where a condition, with the word before it
     * @param arguments of the condition
     */
    private record Chosen(String where, List<Object> arguments) {
        static Chosen by(StudyFilter filter) {
            List<String> conditions = new ArrayList<>(List.of(filter.archived().condition()));
            List<Object> arguments = new ArrayList<>();
            filter.name().ifPresent(name -> {
                conditions.add("position(lower(?) in lower(s.name)) > 0");
                arguments.add(name);
            });
            filter.state()
                    .ifPresent(state -> conditions.add(OPEN.formatted(state == StudyFilter.State.OPEN ? "" : " NOT")));
            return new Chosen(" WHERE " + String.join(" AND ", conditions), arguments);
        }

        /** Its arguments, and others after them. */
        Object[] and(Object... others) {
            return Stream.concat(arguments.stream(), Stream.of(others)).toArray();
        }
    }

    /** The jobs of a study in its order; nothing where there is no such study. */
    public Optional<Listing<StudyView.Member>> members(String id, Part part) {
        return reading.read(connection -> Sql.one(connection, "SELECT id FROM studies WHERE id = ?", String.class, id)
                        .isEmpty()
                ? Optional.empty()
                : Optional.of(new Listing<>(
                        members(connection, id, part),
                        Sql.count(
                                connection,
                                "SELECT count(*) FROM latest_studies s JOIN study_jobs m"
                                        + " ON m.study = s.id AND m.submission = s.submission WHERE s.id = ?",
                                id))));
    }

    public Optional<StudyView.Detail> find(String id) {
        Optional<SearchView> search = searches.find(id);
        return reading.read(connection -> {
            Optional<StudyView.Summary> summary =
                    Sql.one(connection, STUDIES + "latest_studies s WHERE s.id = ?", StudyView.Summary.class, id);
            if (summary.isEmpty()) {
                return Optional.empty();
            }
            List<StudyView.VariantRow> variants = Sql.list(
                    connection,
                    "SELECT " + VARIANT + " FROM study_table WHERE study = ? ORDER BY number LIMIT " + Part.MAX_LIMIT,
                    StudyView.VariantRow.class,
                    id);
            List<StudyView.Member> members = members(connection, id, Part.first());
            return Optional.of(StudyView.Detail.of(summary.get(), search, variants, members));
        });
    }

    private static List<StudyView.Member> members(Connection connection, String id, Part part) throws SQLException {
        return Sql.list(
                connection,
                MEMBERS + " WHERE study = ? ORDER BY number LIMIT ? OFFSET ?",
                StudyView.Member.class,
                id,
                part.limit(),
                part.offset());
    }
}
