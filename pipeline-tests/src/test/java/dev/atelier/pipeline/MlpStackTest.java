package dev.atelier.pipeline;

import dev.atelier.stacktesting.RunningStack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
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

    @Nested
    class Rounds extends RoundsChecks {}

    @Nested
    class Priorities extends PriorityChecks {}

    @Nested
    class Searches extends SearchChecks {}

    @Nested
    class Crashes extends CrashChecks {}
}
