package dev.atelier.dataset.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.schema.Checked;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.contracts.schema.StudySchema;
import dev.atelier.contracts.schema.Violation;
import dev.atelier.contracts.study.Study;
import dev.atelier.contracts.study.StudyExpansion;
import dev.atelier.contracts.study.StudyExpansion.Member;
import dev.atelier.dataset.submission.Request.Reason;
import dev.atelier.dataset.submission.Request.Sound;
import dev.atelier.dataset.submission.Request.Wrong;
import java.util.List;
import java.util.Optional;

/** Reads what was submitted into the jobs that it comes to, or into all that is wrong with it. */
final class SubmissionReader {
    private final DatasetCheck datasets;

    SubmissionReader(DatasetCheck datasets) {
        this.datasets = datasets;
    }

    Request read(Optional<byte[]> message) {
        boolean isTooLarge = message.filter(bytes -> bytes.length > SubmissionText.LARGEST_BYTES)
                .isPresent();
        return switch (SubmissionText.read(message)) {
            case Checked.Invalid<ObjectNode>(List<Violation> violations) ->
                new Wrong(isTooLarge ? Reason.SIZE : Reason.SYNTAX, violations);
            case Checked.Valid<ObjectNode>(ObjectNode written) ->
                StudySchema.isStudy(written) ? readStudy(written) : readJob(written);
        };
    }

    private Request readJob(ObjectNode written) {
        return switch (JobSchema.resolve(written)) {
            case Checked.Invalid<Job>(List<Violation> violations) -> new Wrong(Reason.SCHEMA, violations);
            case Checked.Valid<Job>(Job job) -> {
                List<Violation> violations = datasets.check(job);
                yield violations.isEmpty() ? Sound.ofJob(written, job) : new Wrong(Reason.DATASET, violations);
            }
        };
    }

    private Request readStudy(ObjectNode written) {
        return switch (StudySchema.read(written)) {
            case Checked.Invalid<Study>(List<Violation> violations) -> new Wrong(Reason.SCHEMA, violations);
            case Checked.Valid<Study>(Study study) -> expand(written, study);
        };
    }

    private Request expand(ObjectNode written, Study study) {
        if (StudyExpansion.expand(study) instanceof Checked.Invalid<List<Member>>(List<Violation> violations)) {
            return new Wrong(Reason.SCHEMA, violations);
        }
        return switch (StudyExpansion.expand(study, datasets::check)) {
            case Checked.Invalid<List<Member>>(List<Violation> violations) -> new Wrong(Reason.DATASET, violations);
            case Checked.Valid<List<Member>>(List<Member> members) -> new Sound(true, study.study(), written, members);
        };
    }
}
