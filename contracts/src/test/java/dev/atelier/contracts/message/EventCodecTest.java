package dev.atelier.contracts.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.OptimizerSpec;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import dev.atelier.contracts.schema.JobSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Golden files hold each event as its version wrote it. A file is never changed: where a record gains a member, its golden
 * file gets a successor ({@code .v2.json}) and the old one stays readable.
 */
class EventCodecTest {
    static Stream<Event> events() {
        return SampleEvents.all();
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventReadsAsItWasWritten(Event event) {
        ProducerRecord<String, byte[]> written = EventCodec.encode(event, "/atelier/test");

        assertThat(EventCodec.decode(written.headers(), written.value())).contains(event);
        assertThat(written.key()).isEqualTo(event.key());
        assertThat(header(written, "ce_id")).isEqualTo(event.id());
        assertThat(header(written, "ce_type")).isEqualTo(event.getClass().getSimpleName());
        assertThat(header(written, "ce_time")).isEqualTo(event.time().toString());
        assertThat(header(written, "ce_specversion")).isEqualTo("1.0");
    }

    /** The golden file of the latest version is what is written today; those of older versions stay readable. */
    @ParameterizedTest
    @MethodSource("events")
    void todaysReaderReadsTheGoldenFilesOfAllVersions(Event event) throws IOException {
        int latest = latestVersion(event);
        for (int version = 1; version < latest; version++) {
            Event old = Json.read(golden(event, version), event.getClass());
            assertThat(Completeness.missing((Record) old)).isEmpty();
            assertThat(old.key()).isEqualTo(event.key());
        }

        assertThat(Json.read(golden(event, latest), event.getClass())).isEqualTo(event);
        assertThat(Json.MAPPER.readTree(Json.bytes(event))).isEqualTo(Json.MAPPER.readTree(golden(event, latest)));
    }

    @Test
    void anEventOfBeforeEventsNamedTheirRoundHasRoundZero() throws IOException {
        assertThat(Json.read(golden("JobCompleted.v2.json"), JobCompleted.class).round())
                .isZero();
        assertThat(Json.read(golden("JobFailed.v1.json"), JobFailed.class).round())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anEpochOfBeforeMetricsTravelledByNameHasThoseOfItsScores(int version) throws IOException {
        EpochCompleted epoch = Json.read(golden("EpochCompleted.v" + version + ".json"), EpochCompleted.class);

        assertThat(epoch.metrics())
                .containsExactly(
                        Map.entry("train.accuracy", 0.8),
                        Map.entry("train.loss", 0.5),
                        Map.entry("validation.accuracy", 0.75),
                        Map.entry("validation.loss", 0.6));
        assertThat(epoch.value(Metric.of(Split.TRAIN, Figure.LOSS))).hasValue(0.5);
        assertThat(epoch.value(new Metric("validation.beauty"))).isEmpty();
        assertThat(Json.read(Json.bytes(epoch), EpochCompleted.class)).isEqualTo(epoch);
    }

    /** Infinite numbers are texts in JSON; they stay in the scores that had them before metrics travelled by name. */
    @Test
    void aMetricThatIsNotFiniteIsNoneOfTheEpochs() throws IOException {
        ObjectNode diverged = (ObjectNode) Json.MAPPER.readTree(golden("EpochCompleted.v3.json"));
        diverged.withObject("/metrics").put("validation.loss", "Infinity");
        diverged.withObject("/validation").put("loss", "Infinity");
        EpochCompleted epoch = Json.MAPPER.treeToValue(diverged, EpochCompleted.class);

        assertThat(epoch.validation().loss()).isInfinite();
        assertThat(epoch.value(Metric.of(Split.VALIDATION, Figure.LOSS))).isEmpty();
        assertThat(epoch.metrics()).containsKeys("train.loss", "validation.accuracy");
        assertThat(Json.read(Json.bytes(epoch), EpochCompleted.class)).isEqualTo(epoch);
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "validation", "time"})
    void whatAnEpochLacksIsNamed(String member) throws IOException {
        ObjectNode epoch = (ObjectNode) Json.MAPPER.readTree(golden("EpochCompleted.v3.json"));
        epoch.remove(member);

        assertThat(Completeness.missing(Json.MAPPER.treeToValue(epoch, EpochCompleted.class)))
                .contains(member);
    }

    /** Version 0.1 wrote the fields of all update rules into every job. */
    @ParameterizedTest
    @ValueSource(strings = {"JobQueued.v1", "JobQueued.v2", "JobStarted.v1"})
    void aJobWithFieldsOfOtherUpdateRulesReadsAsItWasRecorded(String name) throws IOException {
        JsonNode recorded = Json.MAPPER.readTree(golden(name + ".json")).path("request");
        Job job = Json.MAPPER.treeToValue(recorded, Job.class);

        assertThat(Json.MAPPER.readTree(Json.bytes(job))).isEqualTo(recorded);
        assertThat(job.training().optimizer().rule()).isEqualTo(new OptimizerSpec.Adam(List.of(0.9, 0.999), 1e-8, 0));
        assertThat(JobSchema.resolve(recorded)).isInstanceOf(Checked.Invalid.class);
        assertThat(JobSchema.resolve(JobSchema.current(recorded)))
                .isEqualTo(JobSchema.resolve(Json.MAPPER.createObjectNode().put("family", "mlp")));
    }

    /** Earlier versions wrote what chooses the best epoch into jobs whose last one is tested. */
    @ParameterizedTest
    @ValueSource(strings = {"JobQueued.v3", "JobStarted.v2"})
    void aJobWithAMonitorWithoutEffectReadsAsItWasRecorded(String name) throws IOException {
        JsonNode recorded = Json.MAPPER.readTree(golden(name + ".json")).path("request");
        Job job = Json.MAPPER.treeToValue(recorded, Job.class);

        assertThat(Json.MAPPER.readTree(Json.bytes(job))).isEqualTo(recorded);
        assertThat(job.evaluation().bestBy()).isEqualTo(Metric.VALIDATION_ACCURACY);
        assertThat(JobSchema.resolve(recorded)).isInstanceOf(Checked.Invalid.class);
        assertThat(JobSchema.resolve(JobSchema.current(recorded)))
                .isEqualTo(JobSchema.resolve(Json.MAPPER.createObjectNode().put("family", "mlp")));
    }

    @Test
    void aResultOfBeforeMistakesWerePublishedHasNone() throws IOException {
        JobCompleted.TestResult test =
                Json.read(golden("JobCompleted.v1.json"), JobCompleted.class).test();

        assertThat(test.accuracy()).isEqualTo(0.87);
        assertThat(test.metrics())
                .containsExactly(
                        Map.entry("test.accuracy", 0.87),
                        Map.entry("test.calibrationError", 0.02),
                        Map.entry("test.loss", 0.41));
        assertThat(test.reliability()).isEmpty();
        assertThat(test.mistakes()).isEmpty();
    }

    @Test
    void aJobThatWasQueuedBeforeFilesCouldBeRestoredRestoresNothing() throws IOException {
        JobQueued queued = Json.read(golden("JobQueued.v1.json"), JobQueued.class);

        assertThat(queued.restores()).isNull();
        assertThat(Completeness.missing(queued)).isEmpty();
    }

    @Test
    void everyTypeHasASample() {
        assertThat(SampleEvents.all().map(Event::type).collect(Collectors.toSet()))
                .isEqualTo(EventCodec.types().keySet());
    }

    @Test
    void idsDistinguishEvents() {
        assertThat(SampleEvents.all().map(Event::id)).doesNotHaveDuplicates();
    }

    @Test
    void unknownMembersAndTypesAreIgnored() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_type", "JobCancelled".getBytes(UTF_8));
        assertThat(EventCodec.decode(
                        headers,
                        "{\"job\":\"a\",\"reason\":\"r\",\"time\":\"2026-01-01T00:00:00Z\",\"later\":{}}"
                                .getBytes(UTF_8)))
                .isPresent();

        RecordHeaders unknown = new RecordHeaders();
        unknown.add("ce_type", "JobTeleported".getBytes(UTF_8));
        assertThat(EventCodec.decode(unknown, "{}".getBytes(UTF_8))).isEmpty();
        assertThat(EventCodec.decode(new RecordHeaders(), "{}".getBytes(UTF_8))).isEmpty();
    }

    @Test
    void aBodyThatIsNotOfItsTypeIsAnError() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_type", "JobCancelled".getBytes(UTF_8));
        assertThatThrownBy(() -> EventCodec.decode(headers, "{".getBytes(UTF_8)))
                .isInstanceOf(UncheckedIOException.class);
    }

    private static String header(ProducerRecord<String, byte[]> event, String name) {
        return new String(event.headers().lastHeader(name).value(), UTF_8);
    }

    private static int latestVersion(Event event) {
        int version = 1;
        while (EventCodecTest.class.getResource(name(event, version + 1)) != null) {
            version++;
        }
        return version;
    }

    private static byte[] golden(Event event, int version) throws IOException {
        return golden(name(event, version));
    }

    private static String name(Event event, int version) {
        return event.type() + ".v" + version + ".json";
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = EventCodecTest.class.getResourceAsStream(name)) {
            assertThat(in).as("golden file " + name).isNotNull();
            return in.readAllBytes();
        }
    }
}
