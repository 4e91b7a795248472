package dev.atelier.dataset.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.schema.Checked;
import dev.atelier.contracts.schema.Deadline;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.contracts.schema.StudySchema;
import dev.atelier.contracts.schema.Violation;
import dev.atelier.contracts.schema.Violations;
import dev.atelier.contracts.study.StudyExpansion;
import dev.atelier.contracts.study.StudyExpansion.Expansion;
import dev.atelier.dataset.submission.Request.Reason;
import dev.atelier.dataset.submission.Request.Sound;
import dev.atelier.dataset.submission.Request.Wrong;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Reads what was submitted into the jobs that it comes to, or into all that is wrong with it, within a limit of processor
 * time: the time of others on the same machine does not count.
 */
final class SubmissionReader {
    /** The largest lawful study takes a fraction of this. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final DatasetCheck datasets;
    private final LongSupplier processorNanos;

    /** @param processorNanos time that the current thread has calculated */
    SubmissionReader(DatasetCheck datasets, LongSupplier processorNanos) {
        this.datasets = datasets;
        this.processorNanos = processorNanos;
    }

    Request read(Optional<byte[]> message) {
        boolean isTooLarge = message.filter(bytes -> bytes.length > SubmissionText.LARGEST_BYTES)
                .isPresent();
        return switch (SubmissionText.read(message)) {
            case Checked.Invalid<ObjectNode>(List<Violation> violations) ->
                new Wrong(isTooLarge ? Reason.SIZE : Reason.SYNTAX, violations);
            case Checked.Valid<ObjectNode>(ObjectNode written) -> check(written);
        };
    }

    private Request check(ObjectNode written) {
        try {
            Deadline deadline = Deadline.after(LIMIT, processorNanos);
            return StudySchema.isStudy(written) ? readStudy(written, deadline) : readJob(written, deadline);
        } catch (Deadline.ExceededException e) {
            Violation violation = new Violation(
                    "",
                    "too much to check within " + LIMIT.toSeconds() + " s of processor time",
                    "fewer jobs, or several submissions");
            return new Wrong(Reason.TIME, List.of(violation));
        }
    }

    private Request readJob(ObjectNode written, Deadline deadline) {
        Violations violations = new Violations(deadline);
        Optional<Job> job = JobSchema.resolve(written, violations);
        if (job.isEmpty()) {
            return new Wrong(Reason.SCHEMA, violations.all());
        }
        List<Violation> ofData = datasets.check(job.get());
        return ofData.isEmpty() ? Sound.ofJob(written, job.get()) : new Wrong(Reason.DATASET, ofData);
    }

    private Request readStudy(ObjectNode written, Deadline deadline) {
        Expansion expansion = StudyExpansion.expand(written, datasets::check, deadline);
        if (expansion.violations().isEmpty()) {
            return new Sound(true, expansion.name(), written, expansion.members());
        }
        return new Wrong(expansion.fitsSchema() ? Reason.DATASET : Reason.SCHEMA, expansion.violations());
    }
}
