package dev.atelier.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service as it runs in a container: reached from outside, without tokens. */
@QuarkusTest
@TestProfile(HostNamesTest.Container.class)
class HostNamesTest {
    /** On every interface, under two names. */
    public static final class Container implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.host", "0.0.0.0",
                    "quarkus.http.test-port", "0",
                    "atelier.http.hosts", "results-service, Atelier.Example");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8180",
                "127.0.0.1:8180",
                "127.1.2.3",
                "[::1]:8180",
                "results-service:8180",
                "atelier.example",
                "ATELIER.example.:443"
            })
    void answersToNamesOfTheLoopbackInterfaceAndToThoseListed(String host) {
        given().header("Host", host).get("/thing").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example:8180",
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "results-service.evil.example",
                "evil_example",
                "192.0.2.7:8180",
                "[2001:db8::1]:8180",
                "0.0.0.0:8180"
            })
    void answersToNoOtherNameWhateverTheRequestSaysOfItsOrigin(String host) {
        given().header("Host", host)
                .header("Sec-Fetch-Site", "same-origin")
                .header("Origin", "http://" + host)
                .post("/thing")
                .then()
                .statusCode(421)
                .body("reason", containsString("list the name in atelier.http.hosts"));
        given().header("Host", host).get("/thing").then().statusCode(421);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/health/ready"})
    void probesAskByTheAddressOfThePod(String path) {
        given().header("Host", "10.1.2.3:8180").get(path).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://atelier.example", "atelier.example:8180", "atelier.example/", "*.example", "a b"})
    void aHostThatIsNoneIsNotListed(String host) {
        assertThatThrownBy(() -> new HostNames(Optional.of(List.of(host)), new CurrentVertxRequest()))
                .hasMessageContaining("atelier.http.hosts has '" + host + "'; expected names of hosts");
    }
}
