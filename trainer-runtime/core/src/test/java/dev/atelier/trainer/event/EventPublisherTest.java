package dev.atelier.trainer.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.process.Ports;
import dev.atelier.testsupport.TestClients;
import dev.atelier.testsupport.UnixSignals;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The event log on a broker that comes and goes. */
class EventPublisherTest {
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final List<JobFailed> EVENTS =
            List.of(new JobFailed("job", 0, "run", "invalid", "for a test", Instant.EPOCH));

    @TempDir
    private Path folder;

    @Test
    void anEventIsInTheLogOrAnErrorWhateverTheBrokerDoes() throws Exception {
        List<Integer> ports = Ports.free(2);
        var broker = new KafkaBroker(folder, ports.getFirst(), ports.getLast());
        try (var log = new EventPublisher(
                Broker.at(broker.bootstrapServers()), "/test", SHORT, System::nanoTime, new SimpleMeterRegistry())) {
            assertThatThrownBy(() -> log.publish(EVENTS, () -> true))
                    .as("no broker was there yet")
                    .isInstanceOf(EventNotAcknowledgedException.class);

            broker.start();
            try (Admin admin = TestClients.admin(broker.bootstrapServers())) {
                TopicCreation.createMissing(admin);
            }
            log.publish(EVENTS, () -> true);

            broker.kill();
            assertThatThrownBy(() -> log.publish(EVENTS, () -> true))
                    .isInstanceOf(EventNotAcknowledgedException.class)
                    .hasMessageContaining("the event JobFailed ");

            broker.start();
            log.publish(EVENTS, () -> true);

            var asked = new AtomicInteger();
            UnixSignals.suspend(broker.pid());
            assertThatThrownBy(() -> log.publish(EVENTS, () -> asked.incrementAndGet() < 3))
                    .as("the broker is silent and the speaker loses the right to speak")
                    .hasMessageContaining("this trainer no longer holds the job, so its event")
                    .hasMessageNotContaining("/epoch/");
            assertThat(asked).hasValue(3);
        } finally {
            broker.kill();
        }
    }

    @Test
    void whatFollowsAnEventThatWasNotTakenIsNotInTheLogEither() throws Exception {
        List<Integer> ports = Ports.free(2);
        var broker = new KafkaBroker(folder, ports.getFirst(), ports.getLast());
        broker.start();
        List<JobFailed> many = IntStream.range(0, 20)
                .mapToObj(number -> new JobFailed("job", 0, "run-" + number, "invalid", "for a test", Instant.EPOCH))
                .toList();
        try (Admin admin = TestClients.admin(broker.bootstrapServers());
                var log = new EventPublisher(
                        Broker.at(broker.bootstrapServers()),
                        "/test",
                        SHORT.multipliedBy(12),
                        System::nanoTime,
                        new SimpleMeterRegistry())) {
            CompletableFuture<Optional<Throwable>> published = CompletableFuture.supplyAsync(
                    () -> Optional.ofNullable(catchThrowable(() -> log.publish(many, () -> true))));
            // The topic comes once the first event has waited for it in vain, for five seconds.
            published
                    .copy()
                    .completeOnTimeout(Optional.empty(), 7, TimeUnit.SECONDS)
                    .join();
            TopicCreation.createMissing(admin);

            Optional<Throwable> failure = published.get();
            long written = admin.listOffsets(partitions()).all().get().values().stream()
                    .mapToLong(ListOffsetsResultInfo::offset)
                    .sum();
            assertThat(written).isEqualTo(failure.isPresent() ? 0 : many.size());
            failure.ifPresent(thrown -> assertThat(thrown).hasMessageContaining("the event JobFailed was "));
        } finally {
            broker.kill();
        }
    }

    private static Map<TopicPartition, OffsetSpec> partitions() {
        return IntStream.range(0, Topics.EVENTS.partitions())
                .boxed()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(Topics.EVENTS.topicName(), partition),
                        partition -> OffsetSpec.latest()));
    }
}
