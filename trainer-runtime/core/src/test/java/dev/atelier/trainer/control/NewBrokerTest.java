package dev.atelier.trainer.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.atelier.kafka.broker.Broker;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.process.Ports;
import dev.atelier.testsupport.TestClients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trainer can be there before its broker, and before anybody has created a topic. */
class NewBrokerTest {
    @TempDir
    private Path folder;

    @Test
    void controlsAreReadAsSoonAsTheirTopicIsThere() throws Exception {
        List<Integer> ports = Ports.free(2);
        var broker = new KafkaBroker(folder, ports.getFirst(), ports.getLast());
        try (var controls = new Controls(Broker.at(broker.bootstrapServers()))) {
            controls.start();
            broker.start();
            await().pollDelay(Duration.ofSeconds(3)).until(() -> !controls.caughtUp());
            try (Admin admin = TestClients.admin(broker.bootstrapServers())) {
                TopicCreation.createMissing(admin);
            }
            await().atMost(Duration.ofSeconds(60)).until(controls::caughtUp);
            assertThat(controls.caughtUp()).isTrue();
        } finally {
            broker.kill();
        }
    }

    @Test
    void topicsAreWaitedForThatAnotherServiceHasJustCreated() throws Exception {
        List<Integer> ports = Ports.free(2);
        var broker = new KafkaBroker(folder, ports.getFirst(), ports.getLast());
        broker.start();
        try (Admin admin = TestClients.admin(broker.bootstrapServers());
                var services = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> waiting = services.submit(() -> {
                TopicCreation.awaitServed(admin, Duration.ofSeconds(60));
                return null;
            });
            await().during(Duration.ofSeconds(1)).until(() -> !waiting.isDone());
            TopicCreation.createMissing(admin);
            await().atMost(Duration.ofSeconds(60)).until(waiting::isDone);
            assertThatCode(waiting::get).doesNotThrowAnyException();
        } finally {
            broker.kill();
        }
    }
}
