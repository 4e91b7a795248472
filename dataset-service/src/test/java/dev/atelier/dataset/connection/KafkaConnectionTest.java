package dev.atelier.dataset.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.atelier.localstack.testing.Infrastructure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class KafkaConnectionTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final KafkaConnection kafka =
            new KafkaConnection(Map.of("bootstrap.servers", Infrastructure.bootstrapServers()));

    @Test
    void anAdminThatAnswersNobodyIsReplaced() throws InterruptedException {
        Admin dead = kafka.admin();
        KafkaConnection.answer(dead.listTopics().names());
        dead.close(Duration.ZERO);

        await().atMost(LIMIT)
                .ignoreExceptionsInstanceOf(KafkaException.class)
                .until(() -> KafkaConnection.answer(kafka.admin().listTopics().names()) != null);
        assertThat(kafka.admin()).isNotSameAs(dead);
        kafka.close();
    }

    @Test
    void whatIsNeverAnsweredFails() {
        assertThatThrownBy(() -> KafkaConnection.answer(new CompletableFuture<>(), Duration.ofMillis(1)))
                .isInstanceOf(KafkaException.class)
                .hasMessage("The broker does not respond");
    }
}
