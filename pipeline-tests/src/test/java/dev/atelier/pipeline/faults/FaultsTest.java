package dev.atelier.pipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A short run of the suite; {@link FullFaultsTest} is the whole. */
@Order(3)
class FaultsTest {
    @Test
    void nothingIsLostInAFewFaults() throws Exception {
        FaultRun run = new FaultRun(17, 12, FaultKind.USUAL, 6, false, Duration.ofSeconds(1), Duration.ofMinutes(3));

        Report report = run.run(Path.of("target", "faults", "short"));

        report.publish(Path.of("target", "faults"), "short.md");
        assertThat(report.checks()).as(report.text()).allMatch(Check::holds);
    }
}
