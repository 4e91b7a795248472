package dev.atelier.dataset.coordination.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.JobCheck;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.contracts.schema.StudySchema;
import dev.atelier.contracts.schema.Violations;
import dev.atelier.contracts.study.Study;
import dev.atelier.contracts.study.StudyExpansion;
import dev.atelier.contracts.study.StudyExpansion.Expansion;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.coordination.request.Request.Reason;
import dev.atelier.dataset.coordination.request.Request.Sound;
import dev.atelier.dataset.coordination.request.Request.Wrong;
import dev.atelier.search.study.SearchCheck;
import dev.atelier.search.study.SearchDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Resolves a submission into its jobs, or into all of its violations, within a limit of processor
 * time: the time of others on the same machine does not count.
 */
public final class SubmissionReader {
    /** The largest lawful study takes a fraction of this. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final DatasetCheck datasets;
    private final LongSupplier processorNanos;

    /** @param processorNanos time that the current thread has calculated */
    public SubmissionReader(DatasetCheck datasets, LongSupplier processorNanos) {
        this.datasets = datasets;
        this.processorNanos = processorNanos;
    }

    /** Reads a submission, and finds it wrong where that takes longer than it may. */
    Request read(Optional<byte[]> message) {
        Request request = read(message, LIMIT);
        return request instanceof Request.Unchecked ? Wrong.takesTooLong(LIMIT) : request;
    }

    /** Reads a submission, or returns {@link Request.Unchecked} after a time. */
    Request read(Optional<byte[]> message, Duration limit) {
        boolean isTooLarge = message.filter(bytes -> bytes.length > Topics.LARGEST_SUBMISSION)
                .isPresent();
        return switch (SubmissionText.read(message)) {
            case Checked.Invalid<ObjectNode>(List<Violation> violations) ->
                new Wrong(isTooLarge ? Reason.SIZE : Reason.SYNTAX, violations);
            case Checked.Valid<ObjectNode>(ObjectNode written) -> check(written, limit);
        };
    }

    private Request check(ObjectNode written, Duration limit) {
        if (RestorationText.isRestoration(written)) {
            return RestorationText.read(written);
        }
        if (ExtensionText.isExtension(written)) {
            return waitingForDataset(ExtensionText.read(written));
        }
        SortedSet<String> pending = new TreeSet<>();
        Request request;
        try {
            Deadline deadline = Deadline.after(limit, processorNanos);
            request = StudySchema.isStudy(written)
                    ? readStudy(written, pending, deadline)
                    : readJob(written, pending, deadline);
        } catch (Deadline.ExceededException e) {
            return new Request.Unchecked();
        }
        return request instanceof Sound && !pending.isEmpty() ? new Request.Pending(pending) : request;
    }

    /** Whether the dataset has changed is not known before it is there. */
    private Request waitingForDataset(Request request) {
        Optional<String> pending =
                request instanceof Request.Extension extension ? datasets.pendingOf(extension.job()) : Optional.empty();
        return pending.<Request>map(name -> new Request.Pending(new TreeSet<>(Set.of(name))))
                .orElse(request);
    }

    private Request readJob(ObjectNode written, Set<String> pending, Deadline deadline) {
        Violations violations = new Violations(deadline);
        JobCheck check = datasets.of(pending);
        Optional<Job> job = JobSchema.resolveWith(written, violations, check);
        if (job.isEmpty()) {
            return new Wrong(Reason.SCHEMA, violations.all());
        }
        List<Violation> ofData = check.check(job.get());
        return ofData.isEmpty() ? Sound.ofJob(written, job.get()) : new Wrong(Reason.DATASET, ofData);
    }

    private Request readStudy(ObjectNode written, Set<String> pending, Deadline deadline) {
        JobCheck check = datasets.of(pending);
        Expansion expansion = StudyExpansion.expand(written, check, deadline);
        Violations ofSearch = new Violations(deadline);
        Optional<SearchDefinition> search = Study.read(written) instanceof Checked.Valid<Study>(Study study)
                ? SearchCheck.check(study, check, ofSearch)
                : Optional.empty();
        if (expansion.violations().isEmpty() && ofSearch.all().isEmpty()) {
            return new Sound(true, expansion.name(), written, expansion.members(), search);
        }
        List<Violation> violations = new ArrayList<>(expansion.violations());
        violations.addAll(ofSearch.all());
        boolean isOfDatasets = expansion.fitsSchema() && ofSearch.all().isEmpty();
        return new Wrong(isOfDatasets ? Reason.DATASET : Reason.SCHEMA, violations);
    }
}
