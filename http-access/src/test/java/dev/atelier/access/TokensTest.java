package dev.atelier.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A service that asks for tokens. */
@QuarkusTest
@TestProfile(TokensTest.Production.class)
class TokensTest {
    /** Tokens of one issuer are asked for. */
    public static final class Production implements QuarkusTestProfile {
        private static final TokenIssuer ISSUER = TokenIssuer.named("https://issuer.example");

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "atelier.access.tokens", "true",
                    "mp.jwt.verify.publickey.location", key().toUri().toString(),
                    "mp.jwt.verify.issuer", ISSUER.name());
        }

        private static Path key() {
            try {
                return ISSUER.writeKey(Files.createTempFile("issuer", ".pem"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void nobodyReadsWithoutAToken() {
        given().get("/thing")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .body("reason", startsWith("There is no token; send the header 'Authorization: Bearer TOKEN'"));
        given().post("/thing").then().statusCode(401);
        given().get("/nothing").then().statusCode(401);
    }

    @Test
    void aReaderReadsAndChangesNothing() {
        with("reader").get("/thing").then().statusCode(200).body(is("read"));
        with("reader")
                .post("/thing")
                .then()
                .statusCode(403)
                .body(
                        "reason",
                        is(
                                "The token's role does not allow this: role reader reads, role submitter submits and cancels as"
                                        + " well"));
    }

    @Test
    void aSubmitterReadsAndChanges() {
        with("submitter").get("/thing").then().statusCode(200);
        with("submitter").post("/thing").then().statusCode(200).body(is("changed"));
    }

    @Test
    void aTokenWithoutARoleIsOfNoUse() {
        with("janitor").get("/thing").then().statusCode(403);
        with("janitor").post("/thing").then().statusCode(403);
    }

    @Test
    void whatTheIssuerDidNotSignOrNoLongerStandsForIsNotAccepted() {
        TokenIssuer known = Production.ISSUER;
        notAccepted(TokenIssuer.named(known.name()).token("submitter"));
        notAccepted(new TokenIssuer("https://another.example", known.keys()).token("submitter"));
        notAccepted(known.token("submitter", Instant.now().minus(Duration.ofMinutes(10))));
        notAccepted("nonsense");
    }

    @Test
    void probesNeedNoToken() {
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(200);
    }

    @Test
    void noOtherMethodIsAWayAround() {
        given().options("/thing").then().statusCode(401);
        with("submitter").request("PROPFIND", "/thing").then().statusCode(403);
    }

    @Test
    void aTokenIsNoReasonToAnswerToAnyName() {
        with("reader").header("Host", "rebound.example").get("/thing").then().statusCode(421);
    }

    private static void notAccepted(String token) {
        ValidatableResponse answer = bearer(token).get("/thing").then();
        answer.statusCode(401)
                .header("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                .body("reason", startsWith("The token is not accepted"));
    }

    private static RequestSpecification with(String role) {
        return bearer(Production.ISSUER.token(role));
    }

    private static RequestSpecification bearer(String token) {
        return given().header("Authorization", "Bearer " + token);
    }
}
