package dev.atelier.trainer.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.Json;
import dev.atelier.trainer.retention.Deletion;
import dev.atelier.trainer.retention.Sweep.Mode;
import dev.atelier.trainer.service.Sweeps.Outcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code /api/admin/gc}: GET returns what a sweep would delete, POST sweeps and returns what it deleted. It answers only
 * requests of its own machine, and none of a page of another site.
 */
@Singleton
public class GcRoute {
    private static final String PATH = "/api/admin/gc";
    /** How long a request waits for a running sweep. */
    private static final Duration TURN_TIMEOUT = Duration.ofSeconds(10);
    /** Entries of one kind that are listed; all of them are counted. */
    private static final int LISTED = 100;

    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int UNAVAILABLE = 503;

    private final Trainer trainer;

    GcRoute(Trainer trainer) {
        this.trainer = trainer;
    }

    void register(@Observes Router router) {
        router.route(PATH).method(HttpMethod.GET).method(HttpMethod.POST).blockingHandler(this::answer, false);
    }

    private void answer(RoutingContext context) {
        Optional<String> refusal = LocalRequests.refusal(context.request());
        if (refusal.isPresent()) {
            refuse(context, FORBIDDEN, refusal.get());
            return;
        }
        Mode mode = context.request().method().equals(HttpMethod.POST) ? Mode.DELETE : Mode.DRY_RUN;
        try {
            trainer.sweep(mode, TURN_TIMEOUT)
                    .ifPresentOrElse(
                            outcomes -> write(context, OK, json(mode, outcomes)),
                            () -> refuse(context, UNAVAILABLE, "a sweep is running already; try again in a minute"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refuse(context, UNAVAILABLE, "the trainer is stopping");
        }
    }

    private static ObjectNode json(Mode mode, List<Outcome> outcomes) {
        ObjectNode answer = Json.MAPPER.createObjectNode().put("dryRun", mode == Mode.DRY_RUN);
        ArrayNode kinds = answer.putArray("kinds");
        for (Outcome outcome : outcomes) {
            ObjectNode kind = kinds.addObject()
                    .put("kind", outcome.kind())
                    .put("folder", outcome.folder().toString())
                    .put("count", outcome.deleted().size())
                    .put("bytes", outcome.bytes());
            outcome.failure().ifPresent(failure -> kind.put("failure", failure));
            ArrayNode items = kind.putArray("items");
            for (Deletion each : outcome.deleted().stream().limit(LISTED).toList()) {
                items.addObject()
                        .put("name", each.name())
                        .put("bytes", each.bytes())
                        .put("reason", each.reason());
            }
        }
        return answer;
    }

    private static void refuse(RoutingContext context, int status, String reason) {
        write(context, status, Json.MAPPER.createObjectNode().put("reason", reason));
    }

    private static void write(RoutingContext context, int status, ObjectNode body) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(Json.bytes(body)));
    }
}
