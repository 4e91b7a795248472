package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project whose trainers were not built takes jobs all the same. */
class NoTrainerTest {
    @TempDir
    private Path folder;

    @Test
    void aJobOfAFamilyWithoutATrainerWaitsAndStatusSaysSo() throws Exception {
        try (RunningStack stack =
                RunningStack.upWithout(folder, Set.of("mlp-trainer", "cnn-trainer", "transfer-trainer"))) {
            String job = RunningStack.jobs(
                            stack.submit(
                                    "{'family': 'transfer', 'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 300}}}"))
                    .getFirst();

            stack.awaitJob(job, found -> found.path("state").asText().equals("QUEUED"));
            assertThat(stack.atelier("status").text())
                    .contains("Nobody is there to run jobs of family transfer")
                    .contains("atelier build transfer");
            assertThat(stack.atelier("cancel", job).exitCode()).isZero();
            assertThat(stack.awaitEnd(job).path("state").asText()).isEqualTo("CANCELLED");
        }
    }
}
