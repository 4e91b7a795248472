package dev.atelier.trainer.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.atelier.contracts.job.Family;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.contracts.json.Json;
import dev.atelier.trainer.queue.Delivery;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Makes a job of the bytes that the queue delivered, or says what is wrong with them. */
final class JobReader {
    private JobReader() {}

    static QueuedJob read(Delivery delivery, Family family) throws JobFailedException {
        byte[] value = delivery.value().orElseThrow(() -> unreadable(delivery, "it is empty; expected a job as JSON"));
        QueuedJob job;
        try {
            job = Json.read(value, QueuedJob.class);
        } catch (UncheckedIOException | IllegalArgumentException | NullPointerException e) {
            throw unreadable(delivery, "expected a job as JSON, but " + problem(e));
        }
        Optional<String> missing = missing(job);
        if (missing.isPresent()) {
            throw unreadable(delivery, missing.get() + " is missing; expected a fully resolved job");
        }
        if (job.request().family() != family) {
            throw unreadable(
                    delivery,
                    "request.family is " + job.request().family().jsonName() + "; expected " + family.jsonName());
        }
        return job;
    }

    /** The id under which a delivery is spoken of when it says none itself. */
    static String idOf(Delivery delivery) {
        return delivery.key().filter(key -> !key.isBlank()).orElse(delivery.topic() + "@" + delivery.offset());
    }

    /** JSON leaves out what it likes; a record's components are null then, whatever their types say. */
    @SuppressWarnings("NullAway")
    private static Optional<String> missing(QueuedJob job) {
        if (job.job() == null) {
            return Optional.of("job");
        }
        if (job.datasetKey() == null || job.datasetDigest() == null) {
            return Optional.of("the dataset's key or digest");
        }
        if (job.queuedAt() == null) {
            return Optional.of("queuedAt");
        }
        var request = job.request();
        if (request == null) {
            return Optional.of("request");
        }
        boolean complete = request.data() != null
                && request.model() != null
                && request.training() != null
                && request.evaluation() != null
                && request.runtime() != null;
        return complete ? Optional.empty() : Optional.of("a section of request");
    }

    /** Without the bytes themselves, which a parser likes to quote. */
    private static String problem(Exception unreadable) {
        Throwable cause = unreadable.getCause() == null ? unreadable : unreadable.getCause();
        return cause instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : String.valueOf(cause.getMessage());
    }

    private static JobFailedException unreadable(Delivery delivery, String what) {
        return new JobFailedException(FailureKind.UNREADABLE, "The record " + delivery + " cannot be run: " + what);
    }
}
