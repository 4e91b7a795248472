package dev.atelier.results.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.atelier.contracts.json.Json;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FieldsTest {
    @Test
    void fieldsAreNamedByTheirPaths() {
        assertThat(fields("{'seed':1,'model':{'hidden':[256,10],'activation':'relu'},'limit':null}")
                        .values())
                .containsEntry("seed", "1")
                .containsEntry("model.hidden", "[256,10]")
                .containsEntry("model.activation", "relu")
                .containsEntry("limit", "null")
                .hasSize(4);
    }

    @Test
    void whatAllHoldAlikeDoesNotDiffer() {
        Fields one = fields("{'a':1,'b':{'c':2,'d':3}}");
        Fields other = fields("{'a':1,'b':{'c':4}}");

        assertThat(Fields.differing(List.of(one, other))).containsExactly("b.c", "b.d");
        assertThat(Fields.differing(List.of(one, one))).isEmpty();
        assertThat(Fields.differing(List.of())).isEmpty();
    }

    @Test
    void aPathIsLeftOutWithAllBelowIt() {
        assertThat(fields("{'tags':{'x':1},'tagsToo':2,'name':'n'}")
                        .without(Set.of("tags", "name"))
                        .values())
                .containsOnlyKeys("tagsToo");
    }

    private static Fields fields(String json) {
        try {
            return Fields.of(Json.MAPPER.readTree(json.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
