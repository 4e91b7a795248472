package dev.atelier.contracts.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {
    @ParameterizedTest
    @CsvSource({
        "3.0E-4, 3e-4",
        "0.0003, 3e-4",
        "0.00025, 2.5e-4",
        "0.0001, 1e-4",
        "0.001, 0.001",
        "0.0125, 0.0125",
        "0.00001, 1e-5",
        "1.25e-5, 1.25e-5",
        "1e-8, 1e-8",
        "-2.5e-7, -2.5e-7",
        "32.0, 32",
        "0.0, 0",
        "-0.0, 0",
        "0.9, 0.9",
        "123456.75, 123456.75",
        "1e9, 1000000000",
        "1e10, 1e10",
        "1.7976931348623157E308, 1.7976931348623157e308",
        "NaN, NaN"
    })
    void isWhatAnEngineerWrites(double number, String text) {
        assertThat(NumberText.of(number)).isEqualTo(text);
        if (Double.isFinite(number)) {
            assertThat(Double.parseDouble(text)).isEqualTo(number + 0.0);
        }
    }

    @Test
    void listsAndObjectsHaveTheirNumbersLikewiseAndOtherValuesAreAsTheyAre() throws JsonProcessingException {
        assertThat(NumberText.of(json("[0.90, 1e-9, [1.0], \"a\", null]"))).isEqualTo("[0.9,1e-9,[1],\"a\",null]");
        assertThat(NumberText.of(json("{\"eps\": 1.0E-8, \"a\": [5.0, \"1.0\"], \"c\": {}}")))
                .isEqualTo("{\"eps\":1e-8,\"a\":[5,\"1.0\"],\"c\":{}}");
        assertThat(NumberText.of(json("\"1.0\""))).isEqualTo("1.0");
        assertThat(NumberText.of(json("99999999999999999999"))).isEqualTo("99999999999999999999");
        assertThat(NumberText.of(json("1e400"))).isEqualTo("Infinity");
        assertThat(NumberText.of(json("true"))).isEqualTo("true");
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return Json.MAPPER.readTree(text);
    }
}
