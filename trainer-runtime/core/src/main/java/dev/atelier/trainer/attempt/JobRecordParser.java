package dev.atelier.trainer.attempt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.Ancestor;
import dev.atelier.contracts.job.Fork;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.lifecycle.JobEventCheck;
import dev.atelier.contracts.message.Completeness;
import dev.atelier.contracts.message.JsonProblem;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.trainer.queue.Delivery;
import dev.atelier.trainer.training.FailureKind;
import dev.atelier.trainer.training.JobFailedException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a job of the bytes that the queue delivered, or reports what is wrong with them. A value that does not name the
 * job of its key does not concern that job: it is set aside. One that does, and cannot be run, fails the job.
 */
final class JobRecordParser {
    private static final int VIOLATIONS_SHOWN = 5;

    private JobRecordParser() {}

    /**
     * Reads a job.
     *
     * @param id the job that the record's key names
     * @throws NotAJobException if the value is not of the job that the key names
     * @throws JobFailedException if it is, and cannot be run
     */
    static QueuedJob read(Delivery delivery, Family family, String id) throws JobFailedException, NotAJobException {
        byte[] value = delivery.value()
                .filter(bytes -> bytes.length > 0)
                .orElseThrow(() -> new NotAJobException("it is empty; expected a job as JSON"));
        if (value.length > Topics.LARGEST_TEXT_BYTES) {
            throw new NotAJobException(
                    "it has " + value.length + " bytes; expected at most " + Topics.LARGEST_TEXT_BYTES);
        }
        requireNamed(value, id);
        QueuedJob job;
        try {
            job = Json.read(value, QueuedJob.class);
        } catch (RuntimeException | StackOverflowError e) {
            throw unreadable(delivery, "expected a job as JSON, but " + JsonProblem.describe(e));
        }
        Optional<String> missing = Completeness.missing(job);
        if (missing.isPresent()) {
            throw unreadable(delivery, missing.get() + " is missing; expected a fully resolved job");
        }
        requireRound(job);
        if (!job.request().family().equals(family)) {
            throw unreadable(
                    delivery, "request.family is " + job.request().family().name() + "; expected " + family.name());
        }
        requireValid(delivery, job.request());
        requireAncestors(delivery, job);
        return job;
    }

    /** The record of a fork has each job that it comes from, in their order. */
    private static void requireAncestors(Delivery delivery, QueuedJob job) throws JobFailedException {
        @Nullable Fork fork = job.request().fork();
        for (Ancestor ancestor : job.ancestors()) {
            if (!new Fork(ancestor.job(), ancestor.epoch()).equals(fork)
                    || !ancestor.request().family().equals(job.request().family())) {
                throw unreadable(
                        delivery, "ancestors has job " + ancestor.job() + "; expected the jobs that it is forked from");
            }
            requireValid(delivery, ancestor.request());
            fork = ancestor.request().fork();
        }
        if (fork != null) {
            throw unreadable(delivery, "ancestors has no job " + fork.job() + "; expected all that it is forked from");
        }
    }

    /** No event can name such a round, so that the job could neither be trained nor fail. */
    private static void requireRound(QueuedJob job) throws NotAJobException {
        try {
            JobEventCheck.checkRound(job.round());
        } catch (IllegalArgumentException e) {
            throw new NotAJobException(String.valueOf(e.getMessage()));
        }
    }

    /** The round that a record names; 0 where it names none, or cannot be read. */
    static int round(Delivery delivery) {
        try {
            return delivery.value()
                    .filter(bytes -> bytes.length <= Topics.LARGEST_TEXT_BYTES)
                    .map(bytes -> Json.read(bytes, JsonNode.class).path("round").asInt(0))
                    .orElse(0);
        } catch (RuntimeException | StackOverflowError e) {
            return 0;
        }
    }

    private static void requireNamed(byte[] value, String id) throws NotAJobException {
        JsonNode named;
        try {
            named = Json.read(value, JsonNode.class).path("job");
        } catch (RuntimeException | StackOverflowError e) {
            throw new NotAJobException("expected a job as JSON, but " + JsonProblem.describe(e));
        }
        if (!named.isTextual() || !named.textValue().equals(id)) {
            throw new NotAJobException("its value and its key name different jobs");
        }
    }

    /**
     * A resolved job keeps to the schema of what people write; whatever does not was never accepted. Fields without an
     * effect, which earlier versions left in, are ignored, and so are tags, which decide no result.
     */
    private static void requireValid(Delivery delivery, Job job) throws JobFailedException {
        ObjectNode request = Json.MAPPER.valueToTree(job);
        request.putObject("tags");
        JsonNode given = JobSchema.current(request);
        switch (JobSchema.resolveRecorded(given)) {
            case Checked.Invalid<Job>(var violations) ->
                throw new JobFailedException(
                        FailureKind.INVALID,
                        violations.stream()
                                .limit(VIOLATIONS_SHOWN)
                                .map(Violation::sentence)
                                .collect(Collectors.joining("; ")));
            case Checked.Valid<Job>(Job resolved) -> {
                Optional<String> missing = missing(Json.tree(resolved), given, "request");
                if (missing.isPresent()) {
                    throw unreadable(delivery, missing.get() + " is missing; expected a fully resolved job");
                }
            }
        }
    }

    private static Optional<String> missing(JsonNode resolved, JsonNode given, String path) {
        return resolved.properties().stream()
                .flatMap(field -> {
                    String name = path + "." + field.getKey();
                    return given.has(field.getKey())
                            ? missing(field.getValue(), given.path(field.getKey()), name).stream()
                            : Stream.of(name);
                })
                .findFirst();
    }

    private static JobFailedException unreadable(Delivery delivery, String what) {
        return new JobFailedException(FailureKind.UNREADABLE, "The record " + delivery + " cannot be run: " + what);
    }
}
