package dev.atelier.results.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.access.QueryParameters;
import dev.atelier.testsupport.ResourceMethod;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every resource and page refuses query parameters that it does not take, and has a sentence for every failure. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class StrictParametersTest extends ServiceTest {
    private static final List<String> NUMBERS = List.of("limit", "offset", "page");

    static List<ResourceMethod> resources() {
        return ResourceMethod.in("dev.atelier.results");
    }

    @Test
    void theResourcesAreFound() {
        assertThat(resources()).hasSizeGreaterThan(25);
        assertThat(resources()).extracting(ResourceMethod::path).contains("/", "/api/jobs/{id}", "/studies/{id}/edit");
    }

    @ParameterizedTest
    @MethodSource("resources")
    void aParameterThatIsNotDeclaredOrGivenTwiceOrOfAnotherTypeIsRefused(ResourceMethod resource) {
        String address = resource.addressOf("x");
        Map<String, Class<?>> declared = QueryParameters.of(resource.method());

        assertRefused(resource, address + "?nonesuch=1", "There is no query parameter 'nonesuch' here; ");
        declared.forEach((name, type) -> {
            assertRefused(resource, address + "?" + name + "x=1", "did you mean '" + name + "'?");
            if (!Collection.class.isAssignableFrom(type)) {
                assertRefused(resource, address + "?" + name + "=1&" + name + "=2", name + " is given 2 times");
            }
            if (type == boolean.class) {
                assertRefused(resource, address + "?" + name + "=banana", "expected true or false");
            }
            if (NUMBERS.contains(name)) {
                assertRefused(resource, address + "?" + name + "=x", name + " is 'x'; expected a whole number");
            }
        });
    }

    private void assertRefused(ResourceMethod resource, String address, String sentence) {
        HttpResponse<String> response = send(address, resource.verb(), headers(resource));
        assertThat(response.statusCode()).as(address + ": " + response.body()).isEqualTo(400);
        assertThat(response.body().replace("&#39;", "'")).contains(sentence);
    }

    private static String[] headers(ResourceMethod resource) {
        String type = switch (resource.verb()) {
            case "PATCH" -> "application/merge-patch+json";
            case "POST" ->
                resource.path().startsWith("/api") ? "application/json" : "application/x-www-form-urlencoded";
            default -> "text/plain";
        };
        return new String[] {"Content-Type", type};
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /api/nothing  | */*              | text/plain               | 404 | There is nothing at /api/nothing
            GET    | /nothing      | */*              | text/plain               | 404 | There is nothing at /nothing
            DELETE | /api/jobs     | */*              | text/plain               | 405 | This method is not allowed here
            DELETE | /studies      | */*              | text/plain               | 405 | This method is not allowed here
            GET    | /api/jobs     | image/png        | text/plain               | 406 | The header Accept
            GET    | /studies      | image/png        | text/plain               | 406 | The header Accept
            PATCH  | /api/jobs/x   | */*              | text/plain               | 415 | The header Content-Type
            GET    | /api/jobs/x   | text/html, */*   | text/plain               | 404 | There is no job
            GET    | /jobs/x       | */*              | text/plain               | 404 | There is no job
            """)
    void everyFailureHasASentenceAsJsonUnderApiAndAsAPageElsewhere(
            String verb, String path, String accepted, String sent, int status, String sentence) {
        HttpResponse<String> response = send(path, verb, "Accept", accepted, "Content-Type", sent);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .startsWith(path.startsWith("/api") ? "application/json" : "text/html");
        assertThat(response.body()).contains(sentence);
        assertThat(path.startsWith("/api") ? parse(response).path("reason").asText() : sentence)
                .startsWith(sentence);
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedWithASentence() throws IOException {
        try (Socket client = new Socket(service.getHost(), service.getPort())) {
            client.setSoTimeout(30_000);
            client.getOutputStream()
                    .write("PATCH /api/jobs/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000\r\n\r\n"
                            .getBytes(UTF_8));
            String response = new String(client.getInputStream().readAllBytes(), UTF_8);

            assertThat(response)
                    .startsWith("HTTP/1.1 413")
                    .contains("\r\ncontent-type: application/json\r\n")
                    .contains("{\"reason\":\"The body is larger than this service accepts");
        }
    }
}
