package dev.atelier.access;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses a body by the length that its header declares, with a sentence; Quarkus refuses it without one. */
@Singleton
final class Bodies {
    static final String TOO_LARGE =
            "The body is larger than this service accepts; quarkus.http.limits.max-body-size sets the limit";

    private static final int STATUS = 413;
    private static final int BEFORE_OTHERS = -1_000;

    private final long most;

    Bodies(@ConfigProperty(name = "quarkus.http.limits.max-body-size", defaultValue = "10240K") MemorySize most) {
        this.most = most.asLongValue();
    }

    void install(@Observes Router router) {
        router.route().order(BEFORE_OTHERS).handler(this::check);
    }

    private void check(RoutingContext context) {
        if (length(context.request()) <= most) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(STATUS)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(JsonObject.of("reason", TOO_LARGE).encode())
                .onComplete(sent -> context.request().connection().close());
    }

    private static long length(HttpServerRequest request) {
        String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return declared == null ? 0 : Long.parseLong(declared);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
