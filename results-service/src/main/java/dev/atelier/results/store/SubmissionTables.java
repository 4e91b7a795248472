package dev.atelier.results.store;

import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.study.Study.Published;
import dev.atelier.results.projection.MemberRow;
import dev.atelier.results.projection.StudyRow;
import dev.atelier.results.projection.SubmissionProjection;
import dev.atelier.results.projection.SubmissionRow;
import dev.atelier.results.projection.SubmissionRow.Accepted;
import dev.atelier.results.projection.SubmissionRow.Rejected;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Answered submissions and the studies they describe, into their tables. A submission is answered once. */
public final class SubmissionTables {
    private SubmissionTables() {}

    /** Which of these submissions have been answered already. */
    public static Set<String> known(Connection connection, Collection<String> ids) throws SQLException {
        return ids.isEmpty()
                ? Set.of()
                : new HashSet<>(Sql.list(
                        connection, "SELECT id FROM submissions WHERE id = ANY (?)", row -> row.getString("id"), ids));
    }

    public static void save(Writes writes, SubmissionProjection.Rows rows) {
        SubmissionRow submission = rows.submission();
        TableRow row = TableRow.into("submissions")
                .key("id", submission.id())
                .set("origin_partition", submission.origin().partition())
                .set("origin_offset", submission.origin().offset())
                .set("origin_key", submission.origin().key())
                .set("answered_at", submission.answeredAt())
                .set("log_partition", submission.changed().partition())
                .set("log_offset", submission.changed().offset());
        Optional<String> study = rows.study().map(StudyRow::id);
        Optional<Accepted> accepted = submission.answer() instanceof Accepted yes ? Optional.of(yes) : Optional.empty();
        Optional<Rejected> rejected = submission.answer() instanceof Rejected no ? Optional.of(no) : Optional.empty();
        writes.insert(row.set("accepted", accepted.isPresent())
                .set("name", accepted.map(Accepted::name))
                .json("request", accepted.map(Accepted::request))
                .set("reason", rejected.map(Rejected::reason))
                .json("violations", rejected.map(Rejected::violations))
                .set("excerpt", rejected.map(Rejected::excerpt)));
        accepted.stream()
                .flatMap(each -> each.members().stream())
                .forEach(member -> writes.insert(row(submission.id(), study, member)));
        rows.study().ifPresent(present -> writes.replace(row(present)));
    }

    private static TableRow row(StudyRow study) {
        return TableRow.into("studies")
                .key("id", study.id())
                .key("submission", study.submission())
                .set("name", study.name())
                .set("description", study.description())
                .set("objective", study.objective().metric().name())
                .set("direction", study.objective().direction().verb())
                .set("baseline", study.baseline())
                .set("accepted_at", study.acceptedAt())
                .set("log_partition", study.changed().partition())
                .set("log_offset", study.changed().offset());
    }

    private static TableRow row(String submission, Optional<String> study, MemberRow row) {
        Member member = row.member();
        return TableRow.into("study_jobs")
                .key("submission", submission)
                .key("number", row.number())
                .set("study", study)
                .set("experiment", member.experiment())
                .set("variant", member.variant())
                .set("seed", member.seed())
                .set("family", member.family().name())
                .set("job", member.job())
                .set("disposition", member.disposition())
                .set("round", member.round())
                .set("name", Optional.ofNullable(member.name()))
                .tags(member.tags())
                .set("published_metric", row.published().map(Published::metric))
                .set("published_values", row.published().map(Published::values))
                .set("tolerance", row.published().map(Published::tolerance));
    }
}
