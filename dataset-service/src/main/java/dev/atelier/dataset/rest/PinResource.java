package dev.atelier.dataset.rest;

import dev.atelier.access.Refusal;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.log.LedgerProgress;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Pins of results, whose files are kept whatever their age. The response confirms that a pin is recorded. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
public class PinResource {
    private final Ledger ledger;
    private final LedgerProgress progress;
    private final SubmissionSender sender;
    private final InstantSource clock;

    @Inject
    public PinResource(Ledger ledger, LedgerProgress progress, SubmissionSender sender, InstantSource clock) {
        this.ledger = ledger;
        this.progress = progress;
        this.sender = sender;
        this.clock = clock;
    }

    @POST
    @Blocking
    @Path("/jobs/{id}/pin")
    public CompletionStage<Response> pin(
            @PathParam("id") String id, @QueryParam("reason") @DefaultValue("") String reason) {
        Optional<CompletionStage<Response>> refusal = Responses.tooLong(reason);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        JobControl pin = new JobControl(JobControl.PIN, reason, clock.instant());
        return write(id, pin, () -> sender.pin(id, pin));
    }

    @POST
    @Blocking
    @Path("/jobs/{id}/unpin")
    public CompletionStage<Response> unpin(@PathParam("id") String id) {
        return write(id, Map.of("action", "unpin"), () -> sender.unpin(id));
    }

    private CompletionStage<Response> write(
            String id, Object answer, Supplier<CompletableFuture<RecordMetadata>> record) {
        boolean isKnown = ledger.job(id).isPresent();
        if (!progress.isCurrent()) {
            return Responses.refused(Responses.UNAVAILABLE, "The ledger is being read; nothing was changed.");
        }
        if (!isKnown) {
            return Responses.refused(Responses.NOT_FOUND, "There is no job " + id + ".");
        }
        return record.get()
                .handle((written, failure) -> Optional.ofNullable(failure)
                        .map(refusal -> Refusal.response(
                                Responses.UNAVAILABLE, "Kafka did not accept the record: " + refusal.getMessage()))
                        .orElseGet(() -> Responses.json(Responses.ACCEPTED, answer)));
    }
}
