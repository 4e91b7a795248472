package dev.atelier.contracts.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.event.ArtifactsPinned;
import dev.atelier.contracts.event.DatasetPublished;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEdited;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobReleased;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.event.JobTaken;
import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.event.SearchCancelled;
import dev.atelier.contracts.event.SearchEnded;
import dev.atelier.contracts.event.SearchStarted;
import dev.atelier.contracts.event.SearchTimeSpent;
import dev.atelier.contracts.event.StudyEdited;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.event.TrainerResumed;
import dev.atelier.contracts.event.TrainerSuspended;
import dev.atelier.contracts.event.TrialObserved;
import dev.atelier.contracts.event.TrialPromoted;
import dev.atelier.contracts.event.TrialStarted;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.topic.Topics;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Events as CloudEvents 1.0 in Kafka's binary mode: the attributes are headers ({@code ce_id}, {@code ce_type}, …), the
 * body is plain JSON that anybody can read without a library.
 */
public final class EventCodec {
    private static final Map<String, Class<? extends Event>> TYPES = Stream.<Class<? extends Event>>of(
                    SubmissionAccepted.class,
                    SubmissionRejected.class,
                    JobQueued.class,
                    JobTaken.class,
                    JobStarted.class,
                    EpochCompleted.class,
                    JobReleased.class,
                    JobPaused.class,
                    JobCompleted.class,
                    JobFailed.class,
                    JobCancelled.class,
                    ArtifactsDeleted.class,
                    ArtifactsPinned.class,
                    JobEdited.class,
                    StudyEdited.class,
                    SearchStarted.class,
                    TrialStarted.class,
                    TrialObserved.class,
                    TrialPromoted.class,
                    SearchEnded.class,
                    SearchCancelled.class,
                    SearchTimeSpent.class,
                    DatasetPublished.class,
                    RecordSetAside.class,
                    TrainerSuspended.class,
                    TrainerResumed.class)
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

    private static final String EPOCH = EpochCompleted.class.getSimpleName();

    private EventCodec() {}

    /** The types of events by their names. */
    public static Map<String, Class<? extends Event>> types() {
        return TYPES;
    }

    /**
     * An event as a record for {@link Topics#EVENTS}.
     *
     * @param source the service that publishes it, as CloudEvents' {@code source}: {@code /atelier/mlp-trainer}
     */
    public static ProducerRecord<String, byte[]> encode(Event event, String source) {
        List<Header> headers = List.of(
                header("ce_specversion", "1.0"),
                header("ce_id", event.id()),
                header("ce_type", event.type()),
                header("ce_source", source),
                header("ce_time", event.time().toString()),
                header("content-type", "application/json"));
        return new ProducerRecord<>(Topics.EVENTS.topicName(), null, event.key(), Json.bytes(event), headers);
    }

    /**
     * Reads an event.
     *
     * @return nothing where the type is not known to this version
     * @throws UncheckedIOException if the body is not JSON of its type
     */
    public static Optional<Event> decode(Headers headers, byte[] body) {
        return type(headers).flatMap(type -> decode(type, body));
    }

    /**
     * Reads an event whose type is known from its header.
     *
     * @return nothing where the type is not known to this version
     * @throws UncheckedIOException if the body is not JSON of its type
     */
    public static Optional<Event> decode(String type, byte[] body) {
        Optional<Event> epoch = type.equals(EPOCH) ? EpochReader.read(body).map(Event.class::cast) : Optional.empty();
        return epoch.or(() -> Optional.ofNullable(TYPES.get(type)).map(known -> Json.read(body, known)));
    }

    /** Whether a record is larger than any event, and is refused unread by every reader. */
    public static boolean isTooLarge(ConsumerRecord<byte[], byte[]> record) {
        return (long) record.serializedKeySize() + record.serializedValueSize() > Topics.LARGEST_TEXT_BYTES;
    }

    /** The type of an event by its header, by which a reader can skip the event without reading its body. */
    public static Optional<String> type(Headers headers) {
        return Optional.ofNullable(headers.lastHeader("ce_type"))
                .map(Header::value)
                .map(name -> new String(name, UTF_8));
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }
}
