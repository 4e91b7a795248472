package dev.atelier.pipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A few mutated records; {@link FullMutatedRecordsTest} writes a million. */
@Tag("faults")
class MutatedRecordsTest {
    @Test
    void readersDealWithAFewMutatedRecords() throws Exception {
        Report report =
                new MutatedRecordsRun(17, 2_000, Duration.ofMinutes(3)).run(Path.of("target", "faults", "few-mutated"));

        report.publish(Path.of("target", "faults"), "few-mutated.md");
        assertThat(report.checks()).as(report.text()).allMatch(Check::holds);
    }
}
