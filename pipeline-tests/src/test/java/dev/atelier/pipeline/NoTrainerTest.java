package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.stacktesting.RunningStack;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project whose trainers were not built takes jobs all the same. */
class NoTrainerTest {
    @TempDir
    private Path folder;

    @Test
    void aJobOfAFamilyWithoutATrainerWaitsAndStatusReportsIt() throws Exception {
        try (RunningStack stack = RunningStack.upWith(Set.of(), folder, Map.of())) {
            String job = RunningStack.jobs(
                            stack.submit(
                                    "{'family': 'transfer', 'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 300}}}"))
                    .getFirst();

            stack.awaitJob(job, found -> found.path("state").asText().equals("QUEUED"));
            assertThat(stack.atelier("status").text())
                    .contains("No trainer runs jobs of family transfer")
                    .contains(" build transfer'");
            assertThat(stack.atelier("cancel", job).exitCode()).isZero();
            assertThat(stack.awaitEnd(job).path("state").asText()).isEqualTo("CANCELLED");
        }
    }
}
