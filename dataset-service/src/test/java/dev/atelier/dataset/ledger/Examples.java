package dev.atelier.dataset.ledger;

import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.Checked;
import dev.atelier.contracts.schema.JobSchema;
import java.time.Instant;

/** Events to build ledgers from. */
public final class Examples {
    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static final byte[] MLP = Json.bytes(resolvedMlp());

    private Examples() {}

    /** A job that shares nothing with those of other calls, as each that is read from a record does. */
    public static Job mlp() {
        return Json.read(MLP, Job.class);
    }

    private static Job resolvedMlp() {
        return switch (JobSchema.resolve(Json.MAPPER.createObjectNode().put("family", "mlp"))) {
            case Checked.Valid<Job>(Job job) -> job;
            case Checked.Invalid<Job>(var violations) -> throw new AssertionError(violations);
        };
    }

    public static JobQueued queued(String job, int round, Instant time) {
        return new JobQueued(job, "s", round, "fashion-mnist@1", "digest", mlp(), null, time);
    }

    public static JobStarted started(String job, String run) {
        // Where the job runs is of no interest here.
        return new JobStarted(job, run, null, mlp(), null, NOON);
    }
}
