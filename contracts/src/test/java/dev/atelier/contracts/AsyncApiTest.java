package dev.atelier.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.contracts.joblog.JobLogEvent;
import dev.atelier.contracts.joblog.JobLogLine;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.topic.Topic;
import dev.atelier.contracts.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the hand-written AsyncAPI document against the topics and records that it describes. */
class AsyncApiTest {
    private static final JsonNode DOCUMENT = load();

    @Test
    void everyTopicHasAChannelAndNoOther() {
        assertThat(channels().keySet())
                .isEqualTo(Topics.all().stream().map(Topic::topicName).collect(Collectors.toSet()));
    }

    static List<Topic> topics() {
        return Topics.all();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void partitionsAndSettingsAreTheTopics(Topic topic) {
        JsonNode kafka = channels().get(topic.topicName()).at("/bindings/kafka");

        assertThat(kafka.path("partitions").asInt()).isEqualTo(topic.partitions());
        Map<String, String> documented = new TreeMap<>();
        kafka.path("topicConfiguration")
                .properties()
                .forEach(setting -> documented.put(
                        setting.getKey(),
                        setting.getValue().isArray()
                                ? setting.getValue().get(0).asText()
                                : setting.getValue().asText()));
        assertThat(topic.settings()).containsAllEntriesOf(documented);
    }

    static Stream<Class<?>> records() {
        return Stream.concat(
                EventCodec.types().values().stream(),
                Stream.of(QueuedJob.class, JobControl.class, DatasetManifest.class, JobLogLine.class));
    }

    @ParameterizedTest
    @MethodSource("records")
    void aPayloadHasTheMembersOfItsRecord(Class<?> record) {
        String name = EventCodec.types().containsValue(record)
                ? record.getSimpleName()
                : record.getSimpleName().substring(0, 1).toLowerCase(java.util.Locale.ROOT)
                        + record.getSimpleName().substring(1);
        JsonNode message = DOCUMENT.at("/components/messages/" + name);

        assertThat(message.isMissingNode()).as("message " + name).isFalse();
        assertMembers(name, record, message.path("payload"));
    }

    @Test
    void theEventsChannelCarriesEveryEvent() {
        assertThat(names(channels().get(Topics.EVENTS.topicName()).path("messages")))
                .containsExactlyInAnyOrderElementsOf(EventCodec.types().keySet());
    }

    @Test
    void everyWordOfALogIsDocumented() {
        String words = DOCUMENT.at("/components/messages/jobLogLine/payload/properties/event/description")
                .asText();

        assertThat(words.replace(", …", "").split(", "))
                .containsExactly(
                        Stream.of(JobLogEvent.values()).map(JobLogEvent::word).toArray(String[]::new));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        DOCUMENT.findValuesAsText("$ref").forEach(reference -> {
            if (reference.startsWith("#")) {
                assertThat(DOCUMENT.at(JsonPointer.compile(reference.substring(1)))
                                .isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(Platform.class.getResource(reference)).as(reference).isNotNull();
            }
        });
    }

    private static void assertMembers(String where, Class<?> record, JsonNode payload) {
        JsonNode schema = payload.has("$ref")
                ? DOCUMENT.at(JsonPointer.compile(payload.get("$ref").asText().substring(1)))
                : payload;
        if (!schema.has("properties")) {
            return;
        }
        assertThat(names(schema.get("properties")))
                .as(where)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(record.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getType().isRecord()) {
                JsonNode member = schema.get("properties").get(component.getName());
                if (!member.path("$ref").asText().startsWith("schema/")) {
                    assertMembers(where + "." + component.getName(), component.getType(), member);
                }
            }
        }
    }

    /** By topic; a channel whose address has a family in it stands for one of each. */
    private static Map<String, JsonNode> channels() {
        Map<String, JsonNode> channels = new TreeMap<>();
        for (JsonNode channel : DOCUMENT.path("channels")) {
            String address = channel.path("address").asText();
            List<String> names = address.contains("{family}") ? Families.names() : List.of("");
            names.forEach(name -> channels.put(address.replace("{family}", name), channel));
        }
        return channels;
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static JsonNode load() {
        try (InputStream in = Platform.class.getResourceAsStream("asyncapi.yaml")) {
            return new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
