package dev.atelier.results.page.template;

import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Pages as they are answered: nothing from elsewhere is loaded, nothing is kept. */
public final class Html {
    /** Styles of a page that has them in sheets only. */
    public static final String SHEETS = "style-src 'self'";
    /** Styles of a page with charts: the library that draws them writes style attributes. */
    private static final String ATTRIBUTES = "style-src 'self' 'unsafe-inline'";

    private Html() {}

    /** A page without charts. */
    public static Response page(TemplateInstance page) {
        return answer(Response.Status.OK, page, SHEETS);
    }

    /** A page for something that was not done. */
    public static Response refused(Response.StatusType status, TemplateInstance page) {
        return answer(status, page, SHEETS);
    }

    /** A page with charts. */
    public static Response charts(TemplateInstance page) {
        return answer(Response.Status.OK, page, ATTRIBUTES);
    }

    /** A page to keep, which holds all that it needs. */
    public static Response file(String page, String name) {
        return Response.ok(page, MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .header("Content-Security-Policy", "sandbox")
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .header("Cache-Control", "no-store")
                .build();
    }

    /** Headers of a page with these styles. */
    public static Map<String, String> headers(String styles) {
        return Map.of(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; " + styles
                        + "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
                "Cache-Control",
                "no-store");
    }

    private static Response answer(Response.StatusType status, TemplateInstance page, String styles) {
        Response.ResponseBuilder answer =
                Response.status(status).type(MediaType.TEXT_HTML_TYPE).entity(page.render());
        headers(styles).forEach(answer::header);
        return answer.build();
    }
}
