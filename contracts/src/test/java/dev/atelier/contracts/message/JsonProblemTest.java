package dev.atelier.contracts.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.atelier.contracts.json.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonProblemTest {
    private static final String WORDS_OF_THE_PARSER = "jackson|Deserializ|Feature|\\[Source|java\\.|`";

    record Message(int epoch, Double loss, Boolean last, String name, Instant time, List<Integer> sizes, Inner inner) {}

    record Inner(Kind kind, int size, Chosen family) {
        Inner {
            if (size < 0) {
                throw new IllegalArgumentException("size is " + size + "; expected at least 0");
            }
        }
    }

    /** Refuses every text, and quotes it. */
    record Chosen(String name) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Chosen {
            throw new IllegalArgumentException("'" + name + "' is not one of these");
        }
    }

    enum Kind {
        SMALL,
        LARGE
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {"epoch": "x"}               | epoch is x; expected a whole number
                    {"epoch": null}              | epoch is missing; expected a whole number
                    {}                           | epoch is missing; expected a whole number
                    {"epoch": 1e20}              | epoch cannot be read
                    {"epoch": []}                | epoch has the wrong type; expected a whole number
                    {"loss": "much"}             | loss is much; expected a number
                    {"last": "perhaps"}          | last is perhaps; expected true or false
                    {"name": {}}                 | name has the wrong type; expected text
                    {"time": "noon"}             | time is noon; expected a time such as 2026-05-04T10:00:00Z
                    {"sizes": {}}                | sizes has the wrong type; expected a list
                    {"sizes": [1, "x"]}          | sizes[1] is x; expected a whole number
                    {"inner": 3}                 | inner has the wrong type; expected an object
                    {"inner": {"kind": "HUGE"}}  | inner.kind is HUGE; expected one of SMALL, LARGE
                    {"inner": {"size": -1}}      | inner is refused: size is -1; expected at least 0
                    []                           | it has the wrong type; expected an object
                    {"epoch": 1} {}              | it has content after its end at line 1, column 14
                    {"epoch": 1, "epoch": 2}     | it has the field epoch twice at line 1, column 21
                    {"epoch": 1                  | it is cut off at line 1, column 12
                    ~~                           | it is empty
                    nothing                      | it is not JSON at line 1, column 1
                    """)
    void theFieldIsNamedAndWhatWasExpectedThere(String json, String problem) {
        assertThat(problemOf(json)).isEqualTo(problem).doesNotContainPattern(WORDS_OF_THE_PARSER);
    }

    @Test
    void whatIsQuotedIsPrintableAndShort() {
        for (String hostile : List.of("\\u0000\\u001b[2J\\n", "x".repeat(100_000), "\\u202e\\u2028")) {
            for (String json : List.of(
                    "{\"epoch\": \"%s\"}",
                    "{\"time\": \"%s\"}",
                    "{\"inner\": {\"kind\": \"%s\"}}",
                    "{\"inner\": {\"family\": \"%s\"}}",
                    "{\"inner\": {\"%s\": {}}, \"inner\": []}")) {
                assertThat(problemOf(json.formatted(hostile)))
                        .hasSizeLessThan(400)
                        .doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\p{Zl}]");
            }
        }
    }

    @Test
    void whatGoesBeyondTheLimitsOfTheParserIsNotQuoted() {
        assertThat(problemOf("{\"more\": " + "[".repeat(5000)))
                .startsWith("a number, a name or its nesting exceeds the limits");
        assertThat(problemOf("{\"epoch\": " + "1".repeat(5000) + "}")).doesNotContain("1111111");
        assertThat(problemOf("{\"" + "n".repeat(100_000) + "\": {\"epoch\": }}"))
                .hasSizeLessThan(200);
        assertThat(problemOf("{\"name\": \"\\x\"}")).doesNotContainPattern(WORDS_OF_THE_PARSER);
        assertThat(JsonProblem.describe(new StackOverflowError())).isEqualTo("it is nested too deeply");
        assertThat(JsonProblem.describe(new IllegalStateException("of the machine")))
                .isEqualTo("it cannot be read");
    }

    private static String problemOf(String json) {
        return JsonProblem.describe(catchThrowable(() -> Json.read(json.getBytes(UTF_8), Message.class)));
    }
}
