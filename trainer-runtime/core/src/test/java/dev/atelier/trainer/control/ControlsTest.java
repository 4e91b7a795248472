package dev.atelier.trainer.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.testsupport.TestClients;
import dev.atelier.trainer.attempt.TestJobs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Instant ASKED = Instant.parse("2026-03-01T12:00:00Z");

    private final String broker = Infrastructure.bootstrapServers();
    private final String job = UUID.randomUUID().toString();
    private final Controls controls = new Controls(Broker.at(broker));
    private final Producer<String, byte[]> producer = TestClients.textKeyProducer(broker);

    @BeforeAll
    static void createTopics() throws Exception {
        try (Admin admin = TestClients.admin(Infrastructure.bootstrapServers())) {
            TopicCreation.createMissing(admin);
        }
    }

    @AfterEach
    void close() {
        controls.close();
        producer.close();
    }

    @Test
    void controlsWrittenBeforeItStartedAreKnownOnceItHasCaughtUp() throws Exception {
        send("not JSON".getBytes(StandardCharsets.UTF_8));
        send(control(JobControl.CANCEL));
        producer.send(
                new ProducerRecord<>(Topics.CONTROLS.topicName(), null, "nobody".getBytes(StandardCharsets.UTF_8)));
        assertThat(controls.caughtUp()).isFalse();
        controls.start();
        await().atMost(TIMEOUT).until(controls::caughtUp);
        assertThat(controls.of(job, 1, ASKED.minusSeconds(1)).cancellation())
                .map(JobControl::reason)
                .contains("because");
        assertThat(controls.of(job, 1, ASKED).cancellation())
                .as("a control is over once the job is queued again")
                .isEmpty();
        assertThat(controls.of("another", 1, ASKED.minusSeconds(1)).cancellation())
                .isEmpty();
    }

    @Test
    void anEmptyRecordEndsWhatWasRequested() throws Exception {
        controls.start();
        send(control(JobControl.CANCEL));
        await().atMost(TIMEOUT).until(() -> isCancelled());
        send(null);
        await().atMost(TIMEOUT).until(() -> !isCancelled());
    }

    @Test
    void aPauseEndsWithAResumptionAndLeavesACancellation() throws Exception {
        controls.start();
        send(control(JobControl.CANCEL));
        send(control("something of the future"));
        send(control(JobControl.PAUSE));
        await().atMost(TIMEOUT).until(() -> isPaused());
        assertThat(isCancelled()).isTrue();
        send(control(JobControl.RESUME));
        await().atMost(TIMEOUT).until(() -> !isPaused());
        assertThat(isCancelled()).isTrue();
    }

    @Test
    void whatIsRequestedIsLookedUpAgainOnceSomethingHasChanged() throws Exception {
        controls.start();
        RoundRequests requests = controls.of(job, 1, Instant.EPOCH);
        assertThat(requests.cancellation()).isEmpty();

        send(control(JobControl.CANCEL));

        await().atMost(TIMEOUT).until(() -> requests.cancellation().isPresent());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"null", "7", "{}", "{\"action\":null}", "[[[[", "{\"action\":\"cancel\",\"time\":\"soon\"}"})
    void aRecordThatIsNoControlStopsNothing(@Nullable String poison) throws Exception {
        controls.start();
        byte[] value = poison == null ? null : poison.getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(Topics.CONTROLS.topicName(), "x", value))
                .get();
        send("{\"action\":\"cancel\"}".getBytes(StandardCharsets.UTF_8));
        await().atMost(TIMEOUT).until(() -> isCancelled());
        assertThat(controls.of(job, 1, Instant.now().plusSeconds(60)).cancellation())
                .as("a control without a time has that of its record")
                .isEmpty();
    }

    @Test
    void aPinStandsBesideTheJobsControlsUntilItIsTakenBack() throws Exception {
        String pinned = TestJobs.newId();
        assertThat(controls.knowsPins()).isFalse();
        pin(pinned, control(JobControl.PIN));
        controls.start();
        await().atMost(TIMEOUT).until(controls::knowsPins);
        assertThat(controls.isPinned(pinned)).isTrue();
        assertThat(controls.isPinned(TestJobs.newId())).isFalse();
        producer.send(new ProducerRecord<>(Topics.CONTROLS.topicName(), pinned, control(JobControl.CANCEL)))
                .get();
        await().atMost(TIMEOUT)
                .until(() ->
                        controls.of(pinned, 1, Instant.EPOCH).cancellation().isPresent());
        assertThat(controls.isPinned(pinned)).isTrue();

        pin(pinned, "null".getBytes(StandardCharsets.UTF_8));
        pin(pinned, control(JobControl.CANCEL));
        pin("../x", control(JobControl.PIN));
        String last = TestJobs.newId();
        pin(last, control(JobControl.PIN));
        await().atMost(TIMEOUT).until(() -> controls.isPinned(last));
        assertThat(controls.isPinned(pinned))
                .as("what is no pin takes none back")
                .isTrue();

        String unreadable = TestJobs.newId();
        pin(unreadable, "none of ours".getBytes(StandardCharsets.UTF_8));
        await("what cannot be read may have taken the place of a pin")
                .atMost(TIMEOUT)
                .until(() -> controls.isPinned(unreadable));
        pin(unreadable, new byte[0]);
        await().atMost(TIMEOUT).until(() -> !controls.isPinned(unreadable));
        assertThat(controls.knowsPins()).isTrue();

        pin(pinned, null);
        await().atMost(TIMEOUT).until(() -> !controls.isPinned(pinned));
    }

    private void pin(String jobId, byte @Nullable [] value) throws Exception {
        producer.send(new ProducerRecord<>(Topics.CONTROLS.topicName(), jobId + "/pin", value))
                .get();
    }

    private boolean isCancelled() {
        return controls.of(job, 1, Instant.EPOCH).cancellation().isPresent();
    }

    private boolean isPaused() {
        return controls.of(job, 1, Instant.EPOCH).pause().isPresent();
    }

    private void send(byte @Nullable [] value) throws Exception {
        producer.send(new ProducerRecord<>(Topics.CONTROLS.topicName(), job, value))
                .get();
    }

    private static byte[] control(String action) {
        return Json.bytes(new JobControl(action, "because", ASKED));
    }
}
