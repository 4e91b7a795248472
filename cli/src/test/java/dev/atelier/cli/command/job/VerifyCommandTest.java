package dev.atelier.cli.command.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyCommandTest {
    private static final String JOB = "0123456789abcdef0123";

    @ParameterizedTest
    @ValueSource(ints = {1, 184, 185, 200})
    void theNameIsAnotherAndOneThatAJobCanHave(int length) {
        String name = "\uD83E\uDD84".repeat(length);
        ObjectNode request = Json.MAPPER.createObjectNode().put("family", "mlp").put("name", name);
        request.putObject("tags");

        ObjectNode marked = VerifyCommand.marked(request, JOB);

        assertThat(marked.path("name").asText()).startsWith("verification of \uD83E\uDD84");
        assertThat(marked.path("tags").path("verifies").asText()).isEqualTo(JOB);
        assertThat(JobSchema.resolve(marked)).isInstanceOf(Checked.Valid.class);
        assertThat(request.path("name").asText()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 49, 50})
    void aJobHasNoMoreTagsThanItCan(int tags) {
        ObjectNode request = Json.MAPPER.createObjectNode().put("family", "mlp").put("name", "full");
        ObjectNode own = request.putObject("tags");
        for (int i = 0; i < tags; i++) {
            own.put("tag" + i, "");
        }

        assertThat(VerifyCommand.marked(request, JOB).path("tags")).hasSize(Math.min(tags + 1, 50));
    }
}
