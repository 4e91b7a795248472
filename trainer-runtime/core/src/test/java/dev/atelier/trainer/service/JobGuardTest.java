package dev.atelier.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.control.PinKey;
import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.testsupport.TestClients;
import dev.atelier.trainer.artifact.ArtifactGuard;
import dev.atelier.trainer.attempt.TestJobs;
import dev.atelier.trainer.checkpoint.CheckpointStore;
import dev.atelier.trainer.checkpoint.QueuePlace;
import dev.atelier.trainer.control.Controls;
import dev.atelier.trainer.event.EventPublisher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobGuardTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");

    @TempDir
    private Path folder;

    private final String broker = Infrastructure.bootstrapServers();

    @Test
    void pinnedAndUnfinishedJobsAreKept() throws Exception {
        String pinned = TestJobs.newId();
        String running = TestJobs.newId();
        String ended = TestJobs.newId();
        CheckpointStore checkpoints = new CheckpointStore(folder);
        checkpoints.of(running).claim("run", QueuePlace.ofTime(NOW), NOW);
        checkpoints.of(ended).claim("run", QueuePlace.ofTime(NOW), NOW);
        checkpoints.of(ended).end("run", NOW);
        try (Admin admin = TestClients.admin(broker)) {
            TopicCreation.createMissing(admin);
        }
        try (var producer = TestClients.textKeyProducer(broker)) {
            producer.send(new ProducerRecord<>(
                            Topics.CONTROLS.topicName(),
                            PinKey.of(pinned),
                            Json.bytes(new JobControl(JobControl.PIN, "mine", NOW))))
                    .get();
        }
        try (Controls controls = new Controls(Broker.at(broker));
                EventPublisher events = events(broker)) {
            JobGuard guard = new JobGuard(checkpoints, controls, events);
            assertThatThrownBy(guard::requireReady)
                    .hasMessageStartingWith("no result is deleted before all pins are read; Kafka may be unavailable");
            assertThat(guard.keeps(ended)).as("pins are not known yet").isTrue();

            controls.start();
            await().atMost(TIMEOUT).until(controls::knowsPins);

            guard.requireReady();
            assertThat(guard.keeps(pinned)).isTrue();
            assertThat(guard.keeps(running)).isTrue();
            assertThat(guard.keeps(ended)).isFalse();
            assertThat(guard.keeps(TestJobs.newId())).isFalse();
        }
    }

    @Test
    void aDeletionThatNoBrokerRecordsIsNotRecorded() {
        try (Controls controls = new Controls(Broker.at("localhost:1"));
                EventPublisher events = events("localhost:1")) {
            JobGuard guard = new JobGuard(new CheckpointStore(folder), controls, events);
            assertThatThrownBy(() -> guard.record(new ArtifactsDeleted(TestJobs.newId(), 0, "old", 1, NOW, NOW)))
                    .isInstanceOf(ArtifactGuard.NotRecordedException.class)
                    .hasMessageStartingWith("no result is deleted, because Kafka did not record it: ");
        }
    }

    private static EventPublisher events(String servers) {
        return new EventPublisher(
                Broker.at(servers),
                "/atelier/test",
                Duration.ofSeconds(5),
                System::nanoTime,
                new SimpleMeterRegistry());
    }
}
