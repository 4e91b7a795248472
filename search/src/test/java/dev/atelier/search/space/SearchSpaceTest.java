package dev.atelier.search.space;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {
    private static final double UNIT = 1e-12;

    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    private static SearchSpace space(String text) {
        return SearchSpace.read(json(text)).orElseThrow();
    }

    private static List<String> mistakes(String text) {
        return ((Checked.Invalid<SearchSpace>) SearchSpace.read(json(text)))
                .violations().stream().map(Violation::sentence).toList();
    }

    private static Domain domain(String text) {
        return space("{'p': " + text + "}").parameters().getFirst().domain();
    }

    @Test
    void aPositionGivesAValueByTheScaleOfTheRange() {
        assertThat(domain("{'uniform': [2, 4]}").at(0.25)).isEqualTo(json("2.5"));
        assertThat(domain("{'log': [1e-4, 1]}").at(0.5)).isEqualTo(json("0.01"));
        assertThat(domain("{'int': [1, 4]}").at(0.5)).isEqualTo(json("3"));
        assertThat(domain("{'logInt': [1, 1024]}").at(0.5)).isEqualTo(json("23"));
        assertThat(domain("{'choice': [[1], {'a': null}, 'x']}").at(0.4)).isEqualTo(json("{'a': null}"));
    }

    @Test
    void theBoundsAreValues() {
        for (String range :
                List.of("{'uniform': [0.1, 0.3]}", "{'log': [1e-4, 1e-1]}", "{'int': [-2, 5]}", "{'logInt': [3, 9]}")) {
            Domain domain = domain(range);
            assertThat(domain.contains(domain.at(0))).isTrue();
            assertThat(domain.contains(domain.at(1))).isTrue();
        }
    }

    @Test
    void theIntervalsOfWholeNumbersFillTheUnitInterval() {
        Domain domain = domain("{'logInt': [3, 9]}");
        assertThat(domain.size()).isEqualTo(7);
        double end = 0;
        for (int i = 0; i < domain.size(); i++) {
            JsonNode value = domain.value(i);
            assertThat(domain.lower(value)).isCloseTo(end, org.assertj.core.data.Offset.offset(UNIT));
            assertThat(domain.at(domain.position(value))).isEqualTo(value);
            end = domain.upper(value);
        }
        assertThat(end).isEqualTo(1);
    }

    @Test
    void valuesHaveNoMoreDigitsThanATrainingCanDistinguish() {
        assertThat(domain("{'log': [1e-5, 1]}").at(0.123456789).toString().replaceAll("[.0]|E-.*", ""))
                .hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void pointsOfARangeAreItsOwnGrid() {
        assertThat(((ValueList) domain("{'log': [1e-4, 1], 'points': 5}")).values())
                .containsExactlyElementsOf(json("[1.0E-4, 0.001, 0.01, 0.1, 1.0]"));
        assertThat(((ValueList) domain("{'int': [1, 3], 'points': 9}")).values())
                .hasSize(3);
    }

    @Test
    void numbersOfAChoiceAreOrderedHoweverTheyAreWritten() {
        assertThat(domain("{'choice': [128, 32, 64]}")).isEqualTo(domain("{'choice': [32, 64, 128]}"));
        assertThat(domain("{'choice': [128, 32]}").isOrdered()).isTrue();
        assertThat(domain("{'choice': [128, 'many']}").isOrdered()).isFalse();
    }

    @Test
    void aConditionalParameterExistsWithTheValuesOfItsCondition() {
        SearchSpace space = space(
                "{'b.rate': {'uniform': [0, 1], 'when': {'z.kind': ['x', 'y']}}, 'z.kind': {'choice': ['w', 'x', 'y']},"
                        + " 'a.deep': {'choice': [1], 'when': {'z.kind': 'x', 'c': 2}},"
                        + " 'c': {'choice': [1, 2], 'when': {'z.kind': ['x']}}}");

        assertThat(space.parameters())
                .extracting(SearchParameter::path)
                .containsExactly("z.kind", "b.rate", "c", "a.deep");
        assertThat(space.configuration(each -> each.domain().at(0))).containsOnlyKeys("z.kind");
        assertThat(space.configuration(each -> each.domain().at(0.5)))
                .containsOnlyKeys("z.kind", "b.rate", "c", "a.deep");
        assertThat(space.positions(Map.of("z.kind", json("'y'"), "b.rate", json("0.5"))))
                .containsExactly(
                        new double[] {5 / 6.0, 0.5, Double.NaN, Double.NaN}, org.assertj.core.data.Offset.offset(UNIT));
    }

    @Test
    void configurationsAreThoseThatExist() {
        SearchSpace space = space("{'o': {'choice': ['a', 'b']}, 'm': {'int': [1, 3], 'when': {'o': 'a'}}}");

        assertThat(space.isCountable()).isTrue();
        assertThat(space.configurations(9)).hasSize(4);
        assertThat(space.configurations(2)).hasSize(2);
    }

    @Test
    void mistakesNameTheFieldTheValueAndWhatIsRight() {
        assertThat(mistakes("{'p': {'log': [0, 1]}}"))
                .containsExactly("space.p.log is [0,1]; expected two numbers, the smaller first, both greater than 0");
        assertThat(mistakes("{'p': {'int': [1, 2.5]}}"))
                .containsExactly("space.p.int is [1,2.5]; expected two whole numbers, the smaller first");
        assertThat(mistakes("{'p': {'unifrom': [1, 2]}}"))
                .containsExactly(
                        "space.p is {\"unifrom\":[1,2]}; expected an object with one of uniform, log, int, logInt"
                                + " and choice; perhaps uniform");
        assertThat(mistakes("{'p': {'choice': [1, 1.0]}}"))
                .containsExactly("space.p.choice is 1; expected no value twice");
        assertThat(mistakes("{'p': {'choice': [1], 'points': 2}}"))
                .containsExactly("space.p.points is 2; expected no such member beside choice");
        assertThat(mistakes("{'p': {'choice': ['a']}, 'q': {'int': [1, 2], 'when': {'p': 'b'}}}"))
                .containsExactly("space.q.when.p is \"b\"; expected one of [\"a\"], or a list of some of them");
        assertThat(mistakes("{'p': {'uniform': [0, 1]}, 'q': {'int': [1, 2], 'when': {'p': 1}}}"))
                .containsExactly("space.q.when is \"p\"; expected paths of this space that have a choice or points");
        assertThat(mistakes("{'p': {'choice': [1], 'when': {'q': 1}}, 'q': {'choice': [1], 'when': {'p': 1}}}"))
                .first()
                .asString()
                .endsWith("expected conditions of which none leads back to its own parameter");
        assertThat(mistakes("{'a': {'choice': [{}]}, 'a.b': {'choice': [1]}}"))
                .containsExactly("space.a.b is {\"choice\":[1]}; expected no path within another, as in a");
        assertThat(mistakes("[]")).first().asString().startsWith("space is []; expected an object with 1 to 100 paths");
    }
}
