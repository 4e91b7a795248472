package dev.atelier.dataset.publishing.publication;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.contracts.dataset.ImageBatch;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.MortalProducer;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.testsupport.TestClients;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class BatchSenderTest {
    private static final ImageBatch BATCH = new ImageBatch(
            "ab".repeat(32),
            DatasetSplit.TRAIN,
            0,
            new ImageShape(1, 1, 1),
            ByteBuffer.allocate(1),
            ByteBuffer.allocate(1));

    @Test
    void aProducerWhoseThreadIsDeadIsNotWaitedForForEver() throws Exception {
        String servers = Infrastructure.bootstrapServers();
        try (Admin admin = TestClients.admin(servers)) {
            TopicCreation.createMissing(admin);
        }
        try (MortalProducer producer = new MortalProducer(Map.of(
                "bootstrap.servers",
                servers,
                "transactional.id",
                UUID.randomUUID().toString()))) {
            producer.initTransactions();
            BatchSender sender = new BatchSender(producer, BATCH.dataset(), 0, Duration.ofMillis(100));
            producer.partitionsFor(Topics.DATASET_BATCHES.topicName());
            producer.die(Infrastructure.newTopic("dying", 1));
            sender.send(BATCH);

            assertThatThrownBy(sender::finish)
                    .isInstanceOf(KafkaException.class)
                    .hasMessage("The broker does not respond");
        }
    }
}
