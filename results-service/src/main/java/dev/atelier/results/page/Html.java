package dev.atelier.results.page;

import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.Response;

/** Pages as they are answered: nothing from elsewhere is loaded, nothing is kept. */
final class Html {
    private Html() {}

    static Response page(TemplateInstance page) {
        return answer(page, "style-src 'self'");
    }

    /** A page with charts: the library that draws them writes style attributes. */
    static Response charts(TemplateInstance page) {
        return answer(page, "style-src 'self' 'unsafe-inline'");
    }

    private static Response answer(TemplateInstance page, String styles) {
        return Response.ok(page.render())
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; " + styles
                                + "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'")
                .header("Cache-Control", "no-store")
                .build();
    }
}
