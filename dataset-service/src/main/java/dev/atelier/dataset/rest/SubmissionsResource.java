package dev.atelier.dataset.rest;

import dev.atelier.access.Refusal;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.request.Submission;
import dev.atelier.dataset.coordination.submission.SubmissionService;
import dev.atelier.dataset.process.ServiceConfiguration;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Submissions over HTTP: the same as writing to the topic, and waiting for the answer. */
@Path("/api/submissions")
public class SubmissionsResource {
    private final SubmissionSender sender;
    private final SubmissionService service;
    private final Ledger ledger;
    private final ServiceConfiguration configuration;
    private final JsonWebToken caller;

    /** @param caller the token of the client that is being answered */
    @Inject
    public SubmissionsResource(
            SubmissionSender sender,
            SubmissionService service,
            Ledger ledger,
            ServiceConfiguration configuration,
            JsonWebToken caller) {
        this.sender = sender;
        this.service = service;
        this.ledger = ledger;
        this.configuration = configuration;
        this.caller = caller;
    }

    @POST
    @Blocking
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public CompletionStage<Response> submit(
            byte[] body, @QueryParam(Submission.FRESH) @DefaultValue("false") boolean fresh) {
        if (!service.isOpen()) {
            return CompletableFuture.completedStage(Refusal.response(
                    Responses.UNAVAILABLE, "The service is still reading its ledger; nothing was submitted."));
        }
        return sender.submit(body, fresh, Optional.ofNullable(caller.getName()))
                .handle((written, failure) -> failure == null
                        ? answerTo(written)
                        : CompletableFuture.completedFuture(Refusal.response(
                                Responses.UNAVAILABLE, "Kafka did not accept the submission: " + failure.getMessage())))
                .thenCompose(response -> response);
    }

    private CompletableFuture<Response> answerTo(RecordMetadata written) {
        return ledger.answers()
                .to(written.partition(), written.offset())
                .orTimeout(configuration.answerWithin().toMillis(), TimeUnit.MILLISECONDS)
                .handle((answer, failure) -> failure == null ? response(answer) : unanswered(written, failure));
    }

    private static Response response(Event answer) {
        return Responses.json(
                answer instanceof SubmissionAccepted ? Responses.ACCEPTED : Responses.BAD_REQUEST, answer);
    }

    private Response unanswered(RecordMetadata written, Throwable failure) {
        String reason = failure instanceof TimeoutException
                ? "It was submitted (partition %d, offset %d) but is not answered yet%s; the answer will be in the events."
                : "It was submitted (partition %d, offset %d) but its answer cannot be given here%s.";
        String waits = service.reasonToWait(written.offset())
                .map(why -> ": it waits for " + why)
                .orElse("");
        return Refusal.response(Responses.UNAVAILABLE, reason.formatted(written.partition(), written.offset(), waits));
    }
}
