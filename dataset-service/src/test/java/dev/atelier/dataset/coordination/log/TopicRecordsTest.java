package dev.atelier.dataset.coordination.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.coordination.ledger.Examples;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicRecordsTest {
    private static final String JOB = "0123456789abcdef0123";

    @ParameterizedTest
    @ValueSource(ints = {-1, JobLifecycle.MOST_ROUNDS + 1, Integer.MAX_VALUE})
    void aQueueRecordOfAnImpossibleRoundIsRefused(int round) {
        assertThatThrownBy(() -> TopicRecords.job(queueRecord(round))).hasMessageContaining("round is " + round);
    }

    @Test
    void aQueueRecordThatNamesNoRoundIsNot() {
        assertThat(TopicRecords.job(queueRecord(0)).job()).isEqualTo(JOB);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                JOB + "     | {'action': 'explode'}            | action is \"explode\"; expected \"cancel\"",
                JOB + "     | {'action': 'edit', 'name': 'x'}  | action is \"edit\"; expected \"cancel\"",
                JOB + "     | {'action': 'pin'}                | action is \"pin\"; expected \"cancel\"",
                JOB + "/foo | {'action': 'cancel'}             | the key is \"" + JOB + "/foo\"; expected the id of",
                JOB + "/    | {'action': 'cancel'}             | the key is \"" + JOB + "/\"; expected the id of",
                JOB + "/pin | {'action': 'cancel'}             | action is \"cancel\"; expected \"pin\"",
            },
            quoteCharacter = '`')
    void aControlThatNothingActsOnIsRefused(String key, String control, String message) {
        assertThatThrownBy(() -> TopicRecords.control(controlRecord(key, control)))
                .hasMessageContaining(message);
    }

    @Test
    void aCancellationIsRead() {
        assertThat(TopicRecords.control(controlRecord(JOB, "{'action': 'cancel', 'reason': 'why'}")))
                .hasValueSatisfying(control -> assertThat(control.reason()).isEqualTo("why"));
    }

    private static ConsumerRecord<byte[], byte[]> controlRecord(String key, String control) {
        return new ConsumerRecord<>(
                Topics.CONTROLS.topicName(),
                0,
                0,
                key.getBytes(UTF_8),
                control.replace('\'', '"').getBytes(UTF_8));
    }

    private static ConsumerRecord<byte[], byte[]> queueRecord(int round) {
        QueuedJob job =
                new QueuedJob(JOB, "s", round, "fashion-mnist@1", "digest", Examples.mlp(), null, Examples.NOON);
        return new ConsumerRecord<>(
                Topics.jobs(new Family("mlp")).topicName(), 0, 0, JOB.getBytes(UTF_8), Json.bytes(job));
    }
}
