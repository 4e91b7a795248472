package dev.atelier.pipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The whole suite: {@code ./atelier test -Pfaults}. {@code -Dfaults.seed}, {@code -Dfaults.count} and {@code -Dfaults.jobs}
 * say which and how many, {@code -Dfaults.kinds} names some kinds alone; without a seed there is a new one each time, and the
 * report names it.
 */
@Tag("faults")
class FullFaultsTest {
    @Test
    void nothingIsLostWhateverIsKilledSuspendedCutOffOrFilled() throws Exception {
        long seed = Long.getLong("faults.seed", System.nanoTime() & 0xffffff);
        System.out.println("fault suite: seed " + seed);
        FaultRun run = new FaultRun(
                seed,
                Integer.getInteger("faults.count", 1_000),
                kinds(),
                Integer.getInteger("faults.jobs", 220),
                true,
                Duration.ofMillis(Integer.getInteger("faults.pause", 2_300)),
                Duration.ofMinutes(8));

        Report report = run.run(Path.of("target", "faults", "seed-" + seed));

        report.publish(Path.of("target", "faults"), "seed-" + seed + ".md");
        assertThat(report.checks()).as(report.text()).allMatch(Check::holds);
    }

    private static Set<FaultKind> kinds() {
        return Stream.ofNullable(System.getProperty("faults.kinds"))
                .flatMap(names -> Stream.of(names.split(",")))
                .map(FaultKind::valueOf)
                .collect(Collectors.collectingAndThen(
                        Collectors.toSet(), named -> named.isEmpty() ? FaultKind.USUAL : named));
    }
}
