package dev.atelier.dataset.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;

import dev.atelier.access.QueryParameters;
import dev.atelier.dataset.Broker;
import dev.atelier.testsupport.ResourceMethod;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every resource refuses query parameters that it does not take, and has a sentence for every failure. */
@QuarkusTest
@WithTestResource(Broker.class)
class StrictParametersTest {
    static List<ResourceMethod> resources() {
        return ResourceMethod.in("dev.atelier.dataset");
    }

    @Test
    void theResourcesAreFound() {
        assertThat(resources()).extracting(ResourceMethod::path).contains("/api/submissions", "/api/jobs/{id}/edit");
    }

    @ParameterizedTest
    @MethodSource("resources")
    void aParameterThatIsNotDeclaredOrGivenTwiceOrOfAnotherTypeIsRefused(ResourceMethod resource) {
        String address = resource.addressOf("x");
        Map<String, Class<?>> declared = QueryParameters.of(resource.method());

        assertRefused(resource, address + "?nonesuch=1", "There is no query parameter 'nonesuch' here; ");
        declared.forEach((name, type) -> {
            assertRefused(resource, address + "?" + name + "x=1", "did you mean '" + name + "'?");
            assertRefused(resource, address + "?" + name + "=1&" + name + "=2", name + " is given 2 times");
            if (type == boolean.class) {
                assertRefused(
                        resource, address + "?" + name + "=banana", name + " is 'banana'; expected true or false");
            }
        });
    }

    private static void assertRefused(ResourceMethod resource, String address, String sentence) {
        given().contentType("application/json")
                .urlEncodingEnabled(false)
                .request(resource.verb(), address)
                .then()
                .statusCode(400)
                .body("reason", containsString(sentence));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /api/nothing         | */*       | application/json | 404 | There is nothing at /api/nothing
            DELETE | /api/catalogue       | */*       | application/json | 405 | This method is not allowed here
            GET    | /api/catalogue       | image/png | application/json | 406 | The header Accept
            POST   | /api/jobs/x/edit     | */*       | image/png        | 415 | The header Content-Type
            """)
    void everyFailureHasASentence(String verb, String path, String accepted, String sent, int status, String sentence) {
        given().accept(accepted)
                .contentType(sent)
                .request(verb, path)
                .then()
                .statusCode(status)
                .contentType(startsWith("application/json"))
                .body("reason", startsWith(sentence));
    }
}
