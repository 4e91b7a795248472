package dev.atelier.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service on the loopback interface, which asks for no token. */
@QuarkusTest
class LoopbackTest {
    @Test
    void anybodyOnTheMachineReadsAndChanges() {
        given().get("/thing").then().statusCode(200).body(is("read"));
        given().post("/thing").then().statusCode(200).body(is("changed"));
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, http://elsewhere.example",
        "Origin, null"
    })
    void aPageOfAnotherSiteChangesNothing(String header, String value) {
        given().header(header, value)
                .post("/thing")
                .then()
                .statusCode(403)
                .body("reason", containsString("another site"));
        given().header(header, value).get("/thing").then().statusCode(200);
    }

    @Test
    void aPageOfItsOwnDoes() {
        given().header("Sec-Fetch-Site", "same-origin").post("/thing").then().statusCode(200);
    }

    @Test
    void aNameThatIsMadeToLeadHereIsNotItsOwn() {
        given().header("Host", "rebound.example:8181")
                .get("/thing")
                .then()
                .statusCode(421)
                .body("reason", containsString("does not respond to the name 'rebound.example'"));
    }
}
