package dev.atelier.dataset.coordination.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.dataset.coordination.ledger.UnreportedRecords.Range;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Each record that is to be reported is, whatever the events claim. */
class UnreportedRecordsTest {
    private static final TopicPartition CONTROLS = new TopicPartition("atelier.controls", 0);

    private final UnreportedRecords records = new UnreportedRecords();

    @Test
    void aReportOfARecordThatIsNotThereHidesNoneOfLater() {
        records.recordPositions(Map.of(CONTROLS, 5L));
        records.recordSettled();
        records.recordReported(CONTROLS, 5);
        records.recordReported(CONTROLS, Long.MAX_VALUE);
        records.recordReported(CONTROLS, 1_000);
        records.recordReported(new TopicPartition("no such topic", -1), 7);
        records.recordFound(CONTROLS, 5);
        records.recordPositions(Map.of(CONTROLS, 6L));

        assertThat(records.ranges()).containsEntry(CONTROLS, new Range(5, 5));
        assertThat(records.reportedPartitions()).isEmpty();

        records.recordReported(CONTROLS, 5);
        assertThat(records.ranges()).isEmpty();
        assertThat(records.lastReported(CONTROLS)).contains(5L);
    }

    @Test
    void notEvenWhileTheServiceStarts() {
        records.recordReported(CONTROLS, Long.MAX_VALUE);
        records.recordFound(CONTROLS, 5);
        records.recordPositions(Map.of(CONTROLS, 6L));

        assertThat(records.ranges()).containsEntry(CONTROLS, new Range(5, 5));
    }

    /** A service that starts reads the events and the records that they report in any order. */
    @Test
    void whatAnEventReportsIsNotReportedAgainInWhicheverOrderTheyAreRead() {
        records.recordReported(CONTROLS, 3);
        records.recordReported(CONTROLS, 8);
        records.recordFound(CONTROLS, 3);
        records.recordFound(CONTROLS, 8);
        records.recordFound(CONTROLS, 9);

        assertThat(records.ranges()).containsExactly(Map.entry(CONTROLS, new Range(9, 9)));
        assertThat(records.lastReported(CONTROLS)).contains(8L);
    }

    @Test
    void aReportOfARecordThatNeedsNoneCountsOnceItHasBeenRead() {
        records.recordReported(CONTROLS, 3);
        assertThat(records.lastReported(CONTROLS)).isEmpty();

        records.recordPositions(Map.of(CONTROLS, 4L));
        assertThat(records.lastReported(CONTROLS)).contains(3L);
    }

    @Test
    void aMillionReportsOfNothingTakeNoMemory() {
        for (int i = 0; i < 1_000_000; i++) {
            records.recordReported(new TopicPartition("topic-" + i, 0), i);
        }
        records.recordFound(CONTROLS, 1);

        assertThat(records.ranges()).containsOnlyKeys(CONTROLS);
        assertThat(records.reportedPartitions()).isEmpty();
    }
}
