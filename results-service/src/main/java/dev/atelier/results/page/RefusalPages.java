package dev.atelier.results.page;

import dev.atelier.access.Refusal;
import dev.atelier.results.page.template.Html;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Refusals: as JSON under {@code /api/} and for those who accept JSON only, elsewhere as pages. */
@Singleton
public final class RefusalPages {
    private final Template page;

    public RefusalPages(@Location("refusal.html") Template page) {
        this.page = page;
    }

    @ServerResponseFilter
    public void show(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Refusal refusal && isOfPage(request)) {
            Html.headers(Html.SHEETS)
                    .forEach((name, value) -> response.getHeaders().putSingle(name, value));
            response.setEntity(
                    page.data("refusal", refusal)
                            .data("status", response.getStatus())
                            .render(),
                    null,
                    MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"));
        }
    }

    private static boolean isOfPage(ContainerRequestContext request) {
        String path = "/" + request.getUriInfo().getPath().replaceFirst("^/", "");
        String accepted = Objects.requireNonNullElse(request.getHeaderString(HttpHeaders.ACCEPT), "");
        boolean isJson =
                path.startsWith("/api/") || path.endsWith(".json") || accepted.startsWith(MediaType.APPLICATION_JSON);
        return !isJson;
    }
}
