package dev.atelier.dataset.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.MortalConnection;
import dev.atelier.dataset.MortalProducer;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.testing.Infrastructure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SubmissionSenderTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String JOB = "0".repeat(20);

    @Test
    void aProducerWhoseThreadIsDeadFailsAndIsReplaced() throws Exception {
        KafkaConnection kafka = new MortalConnection(Infrastructure.bootstrapServers(), settings -> {
            MortalProducer mortal = new MortalProducer(settings);
            mortal.partitionsFor(Topics.CONTROLS.topicName());
            mortal.die(Infrastructure.newTopic("dying", 1));
            return mortal;
        });
        TopicCreation.createMissing(kafka.admin());
        SubmissionSender sender = new SubmissionSender(kafka, Duration.ofSeconds(2));

        assertThat(sender.unpin(JOB))
                .failsWithin(LIMIT)
                .withThrowableThat()
                .withMessageContaining("no response within 2 s");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(sender.unpin(JOB)).succeedsWithin(LIMIT));
        sender.close();
    }
}
