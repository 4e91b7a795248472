package dev.atelier.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.family.FamilyDescriptor;
import dev.atelier.contracts.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobDocumentTest {
    private static final String MODEL = """
            {"type": "object", "properties": {"bias": {"type": "boolean", "default": true}}, "additionalProperties": false}""";

    @Test
    void aFamilyHasItsModelAndWhatAllHaveInCommon() throws Exception {
        JobSchema schema = new JobSchema(List.of(linear("{'model': " + MODEL + "}")));
        Violations violations = new Violations(Deadline.none());

        assertThat(schema.resolveJob(job("linear"), violations)).hasValueSatisfying(job -> {
            assertThat(job.name()).isEqualTo("linear");
            assertThat(job.training().epochs()).isEqualTo(20);
        });
        assertThat(violations.all()).isEmpty();
    }

    @Test
    void aFamilyThatChangesADefinitionHasItsOwnOfAllThatReferToIt() throws Exception {
        JsonNode document = JobDocument.of(
                SchemaDocument.read("job"),
                List.of(linear("{'model': " + MODEL + ", 'split': {'properties': {'seed': {'default': 7}}}}")));

        assertThat(document.at("/$defs/linearSplit/properties/seed/default").asInt())
                .isEqualTo(7);
        assertThat(document.at("/$defs/linearSplit/properties/seed/minimum").asInt())
                .isZero();
        assertThat(document.at("/$defs/linearData/properties/split/$ref").asText())
                .isEqualTo("#/$defs/linearSplit");
        assertThat(document.at("/$defs/linearJob/properties/data/$ref").asText())
                .isEqualTo("#/$defs/linearData");
        assertThat(document.at("/$defs/linearJob/properties/training/$ref").asText())
                .isEqualTo("#/$defs/training");
    }

    @Test
    void whatCannotBeUsedIsNamed() throws Exception {
        FamilyDescriptor dangling = linear("{'model': {'$ref': '#/$defs/lost'}}");
        assertThatThrownBy(() -> new JobSchema(List.of(dangling)))
                .hasMessageContaining("the descriptor of linear refers to #/$defs/lost");

        FamilyDescriptor wrong = linear("{'model': " + MODEL.replace("true}", "7}") + "}");
        assertThatThrownBy(() -> new JobSchema(List.of(wrong)))
                .hasMessage("the descriptor of linear has a default that is not allowed: model.bias is 7;"
                        + " expected true or false");
    }

    @Test
    void aFieldThatNoJobHasIsNamed() throws Exception {
        String definitions = "{'model': " + MODEL + "}";
        for (FamilyDescriptor wrong : List.of(
                linear(definitions, List.of(List.of("model.bias", "model.baiss")), Map.of()),
                linear(definitions, List.of(), Map.of("model.baiss", BooleanNode.TRUE)),
                linear("{'model': " + MODEL + ", 'other': {'x-atMost': 'model.baiss'}}"),
                linear("{'model': " + MODEL + ", 'other': {'x-determined': {'by': 'model.baiss'}}}"))) {
            assertThatThrownBy(() -> new JobSchema(List.of(wrong)))
                    .hasMessageContaining("the descriptor of linear names the field \"model.baiss\"")
                    .hasMessageContaining("expected one that its jobs have: family,")
                    .hasMessageContaining("model.bias,");
        }
        assertThat(new JobSchema(
                        List.of(linear(definitions, List.of(), Map.of("runtime.threads", IntNode.valueOf(2))))))
                .isNotNull();
    }

    private static ObjectNode job(String family) {
        return JsonNodeFactory.instance.objectNode().put("family", family);
    }

    private static FamilyDescriptor linear(String definitions) throws Exception {
        return linear(definitions, List.of(), Map.of());
    }

    private static FamilyDescriptor linear(
            String definitions, List<List<String>> equalLengths, Map<String, JsonNode> withoutInfluence)
            throws Exception {
        return FamilyDescriptor.of(
                new Family("linear"),
                "Softmax regression",
                "atelier.jobs.linear",
                8185,
                null,
                false,
                false,
                new FamilyDescriptor.Memory(128, 256, 64),
                equalLengths,
                withoutInfluence,
                null,
                null,
                (ObjectNode) Json.MAPPER.readTree(definitions.replace('\'', '"')));
    }
}
