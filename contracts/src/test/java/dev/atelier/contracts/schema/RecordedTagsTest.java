package dev.atelier.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tags of jobs that were recorded when the name of a tag could contain '='. */
class RecordedTagsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'a=b': 'c', 'd': 'e=f'}                                    | {'a': 'b=c', 'd': 'e=f'}
            {'a=b': 'c', 'a': 'x'}                                      | {'a': 'x', 'a:b': 'c'}
            {'a=b': 'c', 'a': 'x', 'a:b': 'y'}                          | {'a': 'x', 'a:b': 'y', 'a-b': 'c'}
            {'a=d': 'e', 'a=b': 'c'}                                    | {'a': 'b=c', 'a:d': 'e'}
            {'a=b=c': 'd', 'a': ''}                                     | {'a': '', 'a:b:c': 'd'}
            {'=x': 'y'}                                                 | {':x': 'y'}
            {' =x': 'y'}                                                | {' :x': 'y'}
            """)
    void aRecordedTagIsReadAsItIsPrinted(String recorded, String current) {
        assertCurrentTags(parse(recorded), parse(current));
    }

    @Test
    void aRecordedTagIsNotReadAsOneThatIsTooLong() {
        assertCurrentTags(
                parse("{'a=b': '%s'}".formatted("c".repeat(198))), parse("{'a': 'b=%s'}".formatted("c".repeat(198))));
        assertCurrentTags(
                parse("{'a=b': '%s'}".formatted("c".repeat(199))), parse("{'a:b': '%s'}".formatted("c".repeat(199))));
    }

    private static void assertCurrentTags(JsonNode recorded, JsonNode current) {
        ObjectNode job = ((ObjectNode) parse("{'family': 'mlp'}")).set("tags", recorded);

        assertThat(JobSchema.current(job).path("tags")).isEqualTo(current);
        assertThat(JobSchema.resolve(JobSchema.current(job))).isInstanceOf(Checked.Valid.class);
    }

    private static JsonNode parse(String json) {
        return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }
}
