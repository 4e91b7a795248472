package dev.atelier.dataset.coordination.decision;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.job.Continuation;
import dev.atelier.contracts.job.Fork;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.dataset.coordination.ledger.KnownJobs;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Completion;
import dev.atelier.dataset.coordination.log.CompletedJobs.CompletedJob;
import dev.atelier.dataset.coordination.request.Ancestry;
import dev.atelier.dataset.coordination.request.Request.Extension;
import dev.atelier.dataset.coordination.request.Request.Sound;
import dev.atelier.dataset.coordination.request.TrainingVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a completed job can have more epochs: it can where a job with as many epochs would have begun in the same
 * way. Its extension is that longer job, with the id that this has, however it is requested.
 */
final class ExtensionDecision {
    private final String platformVersion;
    private final Function<String, DatasetManifest> manifests;
    private final KnownJobs jobs;
    private final Function<Completion, CompletedJob> completed;

    ExtensionDecision(
            String platformVersion,
            Function<String, DatasetManifest> manifests,
            KnownJobs jobs,
            Function<Completion, CompletedJob> completed) {
        this.platformVersion = platformVersion;
        this.manifests = manifests;
        this.jobs = jobs;
        this.completed = completed;
    }

    /**
     * The longer job.
     *
     * @param continues the completed job; empty where another version has trained it, or it was trained beside a job with the same
     *     result, so that the longer one begins from its start
     */
    record Extended(Sound request, Optional<Continuation> continues) {}

    Checked<Extended> decide(Extension request) {
        Optional<LedgerJob> known = jobs.job(request.job());
        if (known.isEmpty()) {
            return refused(request, "there is no such job");
        }
        if (known.get().completion().isEmpty()) {
            return refused(request, "it is " + known.get().state().label());
        }
        CompletedJob last = completed.apply(known.get().completion().get());
        Job job = last.queued().request();
        int epochs = job.training().epochs();
        if (last.completed().epochs() < epochs) {
            return refused(
                    request,
                    "early stopping ended it after epoch %d of %d, and would end it there again"
                            .formatted(last.completed().epochs(), epochs));
        }
        if (!job.training().isExtensible()) {
            return refused(
                    request,
                    ("training.schedule.name is %s, so its learning rates depend on the number of epochs, and a longer job"
                                    + " would have begun with others; a fork can continue from its weights")
                            .formatted(Json.tree(job.training().schedule())
                                    .path("name")
                                    .asText()));
        }
        if (request.epochs() <= epochs) {
            return refused(
                    "epochs",
                    String.valueOf(request.epochs()),
                    "more than the %s that the job has".formatted(Counted.of(epochs, "epoch")));
        }
        Optional<String> changed = changeOfDataset(last.queued());
        if (changed.isPresent()) {
            return refused(request, changed.get());
        }
        return switch (longer(job, request.epochs())) {
            case Checked.Invalid<Job>(List<Violation> wrong) -> new Checked.Invalid<>(wrong);
            case Checked.Valid<Job>(Job longer)
            when !ofFork(longer, last.queued()).isEmpty() -> new Checked.Invalid<>(ofFork(longer, last.queued()));
            case Checked.Valid<Job>(Job longer) ->
                new Checked.Valid<>(new Extended(
                        Sound.ofJob(request.written(), longer.withPriority(request.priority())),
                        isSame(last.queued())
                                ? Optional.of(new Continuation(request.job(), epochs))
                                : Optional.empty()));
        };
    }

    private List<Violation> ofFork(Job longer, JobQueued queued) {
        @Nullable Fork fork = longer.fork();
        return fork == null || isSame(queued)
                ? List.of()
                : new Ancestry(jobs, completed).violations(fork, platformVersion);
    }

    private Optional<String> changeOfDataset(JobQueued queued) {
        String name = queued.request().data().dataset();
        try {
            return manifests.apply(name).digest().equals(queued.datasetDigest())
                    ? Optional.empty()
                    : Optional.of("the content of its dataset, " + name + ", has changed since");
        } catch (IllegalStateException unavailable) {
            return Optional.of("its dataset, " + name + ", is not available now");
        }
    }

    private static Checked<Job> longer(Job job, int epochs) {
        ObjectNode request = ((ObjectNode) Json.tree(job)).deepCopy();
        ((ObjectNode) request.get("training")).put("epochs", epochs);
        return JobSchema.resolveRecorded(JobSchema.current(request));
    }

    /** Whether the job would be the same today: its checkpoint is then that of a longer job. */
    private boolean isSame(JobQueued queued) {
        return TrainingVersion.isOf(queued, platformVersion, Optional.empty());
    }

    private static Checked<Extended> refused(Extension request, String why) {
        return refused("extend", '"' + request.job() + '"', "a completed job that can have more epochs; " + why);
    }

    private static Checked<Extended> refused(String field, String value, String expected) {
        return new Checked.Invalid<>(List.of(new Violation(field, value, expected)));
    }
}
