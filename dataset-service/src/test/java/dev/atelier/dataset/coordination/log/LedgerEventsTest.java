package dev.atelier.dataset.coordination.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
