package dev.atelier.results.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.json.Yaml;
import dev.atelier.results.page.template.Assets;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiPageTest extends PageTest {
    @Test
    void theDocumentIsServedAsAPageAndAsFiles() {
        HttpResponse<String> page = get("/openapi");
        HttpResponse<String> yaml = get("/openapi.yaml");
        HttpResponse<String> json = get("/openapi.json");

        assertThat(page.body())
                .contains("/openapi.yaml", "/openapi.json", "<a href=\"/openapi\" aria-current=\"page\">API</a>");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("script-src 'self';")
                .doesNotContain("unsafe");
        assertThat(yaml.headers().firstValue("Content-Type")).contains("application/yaml;charset=UTF-8");
        assertThat(json.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(Yaml.read(json.body(), "json")).isEqualTo(Yaml.read(yaml.body(), "yaml"));
    }

    @Test
    void swaggerUiIsServedWithoutItsOwnPage() {
        assertThat(get(Assets.swaggerUi() + "/swagger-ui-bundle.js").statusCode())
                .isEqualTo(200);
        assertThat(get(Assets.swaggerUi() + "/swagger-ui.css").statusCode()).isEqualTo(200);
        assertThat(get(Assets.swaggerUi() + "/index.html").statusCode()).isEqualTo(404);
    }
}
