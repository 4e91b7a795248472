package dev.atelier.results.page.template;

import io.quarkus.qute.TemplateExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Scripts and sheets that pages are drawn with, by the paths at which they are served. */
@TemplateExtension(namespace = "assets")
public final class Assets {
    private static final String SERVED = "META-INF/resources";

    private Assets() {}

    /** The path of the library that draws charts. */
    public static String library() {
        return "/_static/echarts/6.0.0/dist/echarts.min.js";
    }

    /** The folder of Swagger UI, which shows the description of the interface. */
    public static String swaggerUi() {
        return "/webjars/swagger-ui/5.34.1";
    }

    /** What is served at {@code path}, as text. */
    static String text(String path) {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(SERVED + path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is not among what is served");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
