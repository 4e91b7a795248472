package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.stacktesting.RunningStack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of one family while their trainer and the other services are killed: one stack for all checks. */
@Order(Integer.MAX_VALUE - 1)
class MlpStackTest {
    @TempDir
    private static Path data;

    private static RunningStack stack;

    /** A trainer that is stopped keeps its cores, so another can only take over where cores are not shared out. */
    @BeforeAll
    static void up() throws IOException {
        stack = RunningStack.upWith(Set.of("mlp"), data, Map.of("ATELIER_TRAINER_SHARE_CORES", "false"));
    }

    @AfterAll
    static void down() {
        stack.close();
    }

    static RunningStack stack() {
        return stack;
    }

    /** A project whose trainers were not built takes jobs all the same. */
    @Test
    void aJobOfAFamilyWithoutATrainerWaitsAndStatusReportsIt() {
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

    @Nested
    class Rounds extends RoundsChecks {}

    @Nested
    class Priorities extends PriorityChecks {}

    @Nested
    class Searches extends SearchChecks {}

    @Nested
    class Crashes extends CrashChecks {}
}
