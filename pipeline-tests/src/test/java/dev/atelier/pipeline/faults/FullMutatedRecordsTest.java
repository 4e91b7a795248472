package dev.atelier.pipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A million mutated records, in the profile {@code faults}; {@code -Dfaults.seed} and {@code -Dfaults.records} say which and
 * how many.
 */
@Tag("faults")
class FullMutatedRecordsTest {
    @Test
    void readersDealWithAMillionMutatedRecords() throws Exception {
        long seed = Long.getLong("faults.seed", System.nanoTime() & 0xffffff);
        System.out.println("mutated records: seed " + seed);
        int count = Integer.getInteger("faults.records", 1_000_000);

        Report report = new MutatedRecordsRun(seed, count, Duration.ofMinutes(5))
                .run(Path.of("target", "faults", "mutated-" + seed));

        report.publish(Path.of("target", "faults"), "mutated-" + seed + ".md");
        assertThat(report.checks()).as(report.text()).allMatch(Check::holds);
    }
}
