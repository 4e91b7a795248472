package dev.atelier.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class SetAsideLogTest {
    private final List<String> lines = new ArrayList<>();
    private final AtomicLong now = new AtomicLong(17);
    private final SetAsideLog log = new SetAsideLog(lines::add, now::get);

    @Test
    void aFloodOfRecordsIsCounted() {
        for (int offset = 0; offset < 1_000_000; offset++) {
            log.add(record(offset), "it is not JSON");
        }
        assertThat(lines).hasSize(SetAsideLog.LINES);

        now.addAndGet(Duration.ofMinutes(1).toNanos());
        log.endPeriod();
        log.endPeriod();
        assertThat(lines)
                .hasSize(SetAsideLog.LINES + 1)
                .last()
                .asString()
                .isEqualTo("Set aside 999980 more records; see the dead letters");

        log.add(record(1_000_000), "it is not JSON");
        assertThat(lines)
                .last()
                .asString()
                .isEqualTo("Set aside the record at offset 1000000 of topic-0: it is not JSON");
    }

    @Test
    void whatARecordHoldsNeitherControlsATerminalNorFillsALine() {
        log.add(record(0), "family: '\u0000\u001B[2J\nnext line" + "x".repeat(100_000));

        assertThat(lines).singleElement().asString().hasSizeLessThan(500).doesNotContainPattern("\\p{Cntrl}");
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset) {
        return new ConsumerRecord<>("topic", 0, offset, null, null);
    }
}
