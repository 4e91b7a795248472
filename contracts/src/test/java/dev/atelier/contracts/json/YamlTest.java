package dev.atelier.contracts.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {family: mlp, on: 1e-8}     | {"family":"mlp","on":1.0E-8}
            {"b": 1, "a": [true, null]} | {"b":1,"a":[true,null]}
            base: &b {x: 1}             | {"base":{"x":1}}
            [&a [1], *a]                | [[1],[1]]
            """)
    void readsYamlAndJson(String text, String json) {
        assertThat(Yaml.read(text, "the text").toString()).isEqualTo(json);
    }

    /** Each level stands for three of the one before: 16 levels are 43 million values, with fewer than 50 aliases. */
    @Test
    void aShortTextIsNoLargeDocument() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x]\n");
        for (int level = 1; level <= 16; level++) {
            bomb.append("a%1$d: &a%1$d [*a%2$d, *a%2$d, *a%2$d]\n".formatted(level, level - 1));
        }

        assertThatThrownBy(() -> Yaml.read(bomb.toString(), "the text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too many values");
        assertThatThrownBy(() -> Yaml.read("a: &a [x]\nb: [" + "*a, ".repeat(60) + "]", "the text"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTextThatIsTooLongIsRefusedBeforeItIsRead() {
        assertThatThrownBy(() -> Yaml.read("name: " + "x".repeat(5_000_000), "the text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the text has 5000006 characters; expected at most 3145728");
    }

    @ParameterizedTest
    @ValueSource(strings = {"&a [*a]", "a: &a {b: *a}"})
    void aDocumentThatHoldsItselfIsRefused(String text) {
        assertThatThrownBy(() -> Yaml.read(text, "the text")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 1000, 100_000})
    void aDocumentThatIsNestedTooDeeplyIsRefused(int levels) {
        Yaml.read("[".repeat(64) + "x" + "]".repeat(64), "the text");
        assertThatThrownBy(() -> Yaml.read("[".repeat(levels) + "]".repeat(levels), "the text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the text");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a: [1                        | line 1
            'family: mlp\n  seed: [1'    | line 2
            'a: 1\na: 2'                 | duplicate key a
            '--- 1\n--- 2'               | the text contains 2 documents
            ''                           | the text contains 0 documents
            !!java.net.URL [http://x]    | neither YAML nor JSON
            'name: "\\ud800"'             | the text has \\ud800, half of a surrogate pair, in name; expected whole characters
            '{"a": [{"b": "x\\udc00"}]}'  | the text has \\udc00, half of a surrogate pair, in a[0].b; expected
            '{"\\ud800": 1}'              | the text has \\ud800, half of a surrogate pair; expected
            """)
    void whatIsNoDocumentIsRefusedWithItsPlace(String text, String sentence) {
        assertThatThrownBy(() -> Yaml.read(text.replace("\\n", "\n"), "the text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }
}
