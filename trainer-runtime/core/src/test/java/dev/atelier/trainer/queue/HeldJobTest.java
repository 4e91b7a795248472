package dev.atelier.trainer.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What counts as renewed, and that nothing else does. */
class HeldJobTest {
    private static final ConsumerRecord<byte[], byte[]> HELD = record(7, 2);

    @Test
    void anAnswerForThePartitionWithoutAnErrorConfirms() {
        assertThatCode(() -> confirm(Map.of(partition(0), Optional.empty()))).doesNotThrowAnyException();
    }

    @Test
    void anErrorNoAnswerOrAnotherPartitionsAnswerMeansLost() {
        assertThatThrownBy(() -> confirm(
                        Map.of(partition(0), Optional.of(new InvalidRecordStateException("the lock has run out")))))
                .isInstanceOf(JobLostException.class)
                .hasMessage("renew was refused: the lock has run out");
        assertThatThrownBy(() -> confirm(Map.of())).isInstanceOf(JobLostException.class);
        assertThatThrownBy(() -> confirm(Map.of(partition(1), Optional.empty())))
                .isInstanceOf(JobLostException.class);
    }

    @Test
    void theSameRecordReturnedAloneIsTheJobAlreadyHeld() throws JobLostException {
        ConsumerRecord<byte[], byte[]> again = record(7, 2);
        assertThat(HeldJob.sameRecord(HELD, polled(again))).isSameAs(again);
    }

    @Test
    void anythingElseThatAPollReturnsMeansLost() {
        assertThatThrownBy(() -> HeldJob.sameRecord(HELD, ConsumerRecords.empty()))
                .isInstanceOf(JobLostException.class);
        assertThatThrownBy(() -> HeldJob.sameRecord(HELD, polled(record(8, 1)))).isInstanceOf(JobLostException.class);
        assertThatThrownBy(() -> HeldJob.sameRecord(HELD, polled(record(7, 2), record(8, 1))))
                .isInstanceOf(JobLostException.class);
        assertThatThrownBy(() -> HeldJob.sameRecord(HELD, polled(record(7, 3))))
                .as("the same record delivered anew was free in between")
                .isInstanceOf(JobLostException.class);
    }

    private static void confirm(Map<TopicIdPartition, Optional<KafkaException>> answer) throws JobLostException {
        HeldJob.confirm(AcknowledgeType.RENEW, HELD, answer);
    }

    private static TopicIdPartition partition(int partition) {
        return new TopicIdPartition(Uuid.ONE_UUID, partition, "jobs");
    }

    @SafeVarargs
    private static ConsumerRecords<byte[], byte[]> polled(ConsumerRecord<byte[], byte[]>... records) {
        return new ConsumerRecords<>(Map.of(new TopicPartition("jobs", 0), List.of(records)), Map.of());
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, int deliveryCount) {
        return new ConsumerRecord<>(
                "jobs",
                0,
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                new RecordHeaders(),
                Optional.empty(),
                Optional.of((short) deliveryCount));
    }
}
