package dev.atelier.results.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.contracts.event.SearchEnded;
import dev.atelier.contracts.event.SearchEvent;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.event.TrialPromoted;
import dev.atelier.contracts.event.TrialStarted;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.study.Study.Published;
import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.projection.submission.MemberRow;
import dev.atelier.results.projection.submission.StudyRow;
import dev.atelier.results.projection.submission.SubmissionProjection;
import dev.atelier.results.projection.submission.SubmissionRow;
import dev.atelier.results.projection.submission.SubmissionRow.Accepted;
import dev.atelier.results.projection.submission.SubmissionRow.Rejected;
import dev.atelier.results.sql.Sql;
import dev.atelier.results.sql.Table;
import dev.atelier.search.study.RecordedSearch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answered submissions and the studies they describe, into their tables. A submission is answered once. */
public final class SubmissionTables {
    private static final Table<SubmissionRow> SUBMISSIONS = Table.<SubmissionRow>named("submissions")
            .key("id", SubmissionRow::id)
            .set("origin_partition", row -> row.origin().partition())
            .set("origin_offset", row -> row.origin().offset())
            .set("origin_key", row -> row.origin().key())
            .set("answered_at", SubmissionRow::answeredAt)
            .set("log_partition", row -> row.changed().partition())
            .set("log_offset", row -> row.changed().offset())
            .set("accepted", row -> accepted(row).isPresent())
            .set("name", row -> accepted(row).map(Accepted::name))
            .json("request", row -> accepted(row).map(Accepted::request))
            .set("reason", row -> rejected(row).map(Rejected::reason))
            .json("violations", row -> rejected(row).map(Rejected::violations))
            .set("excerpt", row -> rejected(row).map(Rejected::excerpt))
            .build();

    private static final Table<StudyRow> STUDIES = Table.<StudyRow>named("studies")
            .key("id", StudyRow::id)
            .key("submission", StudyRow::submission)
            .set("name", StudyRow::name)
            .set("description", StudyRow::description)
            .set("objective", study -> study.objective().metric().name())
            .set("direction", study -> study.objective().direction().verb())
            .set("baseline", StudyRow::baseline)
            .set("accepted_at", StudyRow::acceptedAt)
            .set("log_partition", study -> study.changed().partition())
            .set("log_offset", study -> study.changed().offset())
            .build();

    private static final Table<StudyJob> STUDY_JOBS = Table.<StudyJob>named("study_jobs")
            .key("submission", StudyJob::submission)
            .key("number", job -> job.row().number())
            .set("study", StudyJob::study)
            .set("experiment", job -> job.member().experiment())
            .set("variant", job -> job.member().variant())
            .set("seed", job -> job.member().seed())
            .set("family", job -> job.member().family().name())
            .set("job", job -> job.member().job())
            .set("disposition", job -> job.member().disposition())
            .set("round", job -> job.member().round())
            .set("name", job -> Optional.ofNullable(job.member().name()))
            .tags("tags", job -> job.member().tags())
            .set("priority", job -> Priority.orNormal(job.member().priority()).word())
            .set(
                    "objective",
                    job -> job.row()
                            .objective()
                            .map(objective -> objective.metric().name()))
            .set(
                    "direction",
                    job -> job.row()
                            .objective()
                            .map(objective -> objective.direction().verb()))
            .set("published_metric", job -> job.row().published().map(Published::metric))
            .numbers("published_values", job -> job.row().published().map(Published::values))
            .set("tolerance", job -> job.row().published().map(Published::tolerance))
            .build();

    /** Numbers of a submission's own jobs are smaller. */
    private static final int FIRST_TRIAL = 10_000;

    private static final int FIRST_CONFIRMATION = 20_000;

    private static final Table<SearchEventRow> SEARCH_EVENTS = Table.<SearchEventRow>named("search_events")
            .key("study", row -> row.event().study())
            .key("id", row -> row.event().id())
            .set("type", row -> row.event().type())
            .json("event", row -> Optional.of(row.event()))
            .set("log_partition", row -> row.at().partition())
            .set("log_offset", row -> row.at().offset())
            .build();

    private SubmissionTables() {}

    /** Which of these submissions have been answered already. */
    public static Set<String> known(Connection connection, Collection<String> ids) throws SQLException {
        return ids.isEmpty()
                ? Set.of()
                : new HashSet<>(
                        Sql.list(connection, "SELECT id FROM submissions WHERE id = ANY (?)", String.class, ids));
    }

    public static void save(Writes writes, SubmissionProjection.SubmittedRows rows) {
        SubmissionRow submission = rows.submission();
        Optional<String> study = rows.study().map(StudyRow::id);
        writes.insert(SUBMISSIONS, submission);
        accepted(submission).stream()
                .flatMap(each -> each.members().stream())
                .forEach(member -> writes.insert(STUDY_JOBS, new StudyJob(submission.id(), study, member)));
        rows.study().ifPresent(present -> writes.replace(STUDIES, present));
    }

    private record SearchEventRow(SearchEvent event, LogPosition at) {}

    /** The searches of these studies that are known, by study. */
    public static Map<String, RecordedSearch> searches(Connection connection, Collection<String> studies)
            throws SQLException {
        Map<String, List<SearchEvent>> events = new HashMap<>();
        if (!studies.isEmpty()) {
            Sql.list(
                            connection,
                            "SELECT type, event::text AS event FROM search_events WHERE study = ANY (?) ORDER BY log_offset",
                            row -> event(row.getColumn("type", String.class), row.getColumn("event", String.class)),
                            studies)
                    .forEach(event -> events.computeIfAbsent(event.study(), study -> new ArrayList<>())
                            .add(event));
        }
        Map<String, RecordedSearch> searches = new HashMap<>();
        events.forEach((study, record) -> RecordedSearch.of(record).ifPresent(search -> searches.put(study, search)));
        return searches;
    }

    private static SearchEvent event(String type, String json) {
        return (SearchEvent) EventCodec.decode(type, json.getBytes(UTF_8))
                .orElseThrow(() -> new IllegalStateException("search_events has an event of the type " + type));
    }

    /** Saves an entry of a search's record, and the jobs that it requested. */
    public static void save(Writes writes, SearchEvent event, LogPosition at) {
        writes.replace(SEARCH_EVENTS, new SearchEventRow(withoutEvidence(event), at));
        switch (event) {
            case TrialStarted trial -> {
                int first = FIRST_TRIAL + trial.trial() * trial.members().size();
                save(writes, trial.study(), trial.submission(), first, trial.members());
            }
            case SearchEnded end -> save(writes, end.study(), end.submission(), FIRST_CONFIRMATION, end.members());
            default -> {}
        }
    }

    private static void save(Writes writes, String study, String submission, int first, List<Member> members) {
        for (int i = 0; i < members.size(); i++) {
            MemberRow row = new MemberRow(first + i, members.get(i), Optional.empty(), Optional.empty());
            writes.replace(STUDY_JOBS, new StudyJob(submission, Optional.of(study), row));
        }
    }

    private static SearchEvent withoutEvidence(SearchEvent event) {
        return switch (event) {
            case TrialStarted trial -> trial.withoutEvidence();
            case TrialPromoted promoted -> promoted.withoutEvidence();
            case SearchEnded end -> end.withoutEvidence();
            default -> event;
        };
    }

    private record StudyJob(String submission, Optional<String> study, MemberRow row) {
        Member member() {
            return row.member();
        }
    }

    private static Optional<Accepted> accepted(SubmissionRow row) {
        return row.answer() instanceof Accepted accepted ? Optional.of(accepted) : Optional.empty();
    }

    private static Optional<Rejected> rejected(SubmissionRow row) {
        return row.answer() instanceof Rejected rejected ? Optional.of(rejected) : Optional.empty();
    }
}
