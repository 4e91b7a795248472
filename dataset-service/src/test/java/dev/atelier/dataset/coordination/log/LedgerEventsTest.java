package dev.atelier.dataset.coordination.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LedgerEventsTest {
    @Test
    void whatTheLedgerDoesNotNeedIsSkippedByItsHeaderWhateverItsBody() {
        for (String type : List.of("EpochCompleted", "DatasetPublished", "TrainerSuspended", "TrainerResumed")) {
            for (byte[] body : new byte[][] {null, {}, utf8("{\"job\":"), utf8("null"), {(byte) 0xff}}) {
                assertThat(LedgerEvents.read(event(type, body))).as(type).isEmpty();
            }
        }
    }

    @Test
    void theSameBodyOfAnEventThatTheLedgerNeedsIsRefused() {
        for (byte[] body : new byte[][] {null, {}, utf8("{\"job\":"), {(byte) 0xff}}) {
            assertThatThrownBy(() -> LedgerEvents.read(event("JobQueued", body)))
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void whatTheTablesRefuseIsRefused() {
        String job = "0".repeat(20);
        assertThatThrownBy(() -> LedgerEvents.read(event(
                        "JobCancelled",
                        utf8("{\"job\":\"" + job
                                + "\",\"round\":-1,\"reason\":\"r\",\"time\":\"2026-01-01T00:00:00Z\"}"))))
                .hasMessage("round is -1; expected at least 0");
        assertThatThrownBy(() -> LedgerEvents.read(event(
                        "JobCancelled",
                        utf8("{\"job\":\"" + job
                                + "\",\"round\":1,\"reason\":\"r\",\"time\":\"+12026-01-01T00:00:00Z\"}"))))
                .hasMessageStartingWith("time is +12026-01-01T00:00:00Z; expected one from");
        ConsumerRecord<byte[], byte[]> large = new ConsumerRecord<>(
                Topics.EVENTS.topicName(),
                0,
                0,
                ConsumerRecord.NO_TIMESTAMP,
                TimestampType.NO_TIMESTAMP_TYPE,
                20,
                Topics.LARGEST_TEXT_BYTES,
                utf8(job),
                utf8("{}"),
                new RecordHeaders().add("ce_type", utf8("JobCancelled")),
                Optional.empty());
        assertThatThrownBy(() -> LedgerEvents.read(large))
                .hasMessage("the record is too large; expected at most " + Topics.LARGEST_TEXT_BYTES + " bytes");
    }

    private static ConsumerRecord<byte[], byte[]> event(String type, byte[] body) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(Topics.EVENTS.topicName(), 0, 0, utf8("0".repeat(20)), body);
        record.headers().add("ce_type", utf8(type));
        return record;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
