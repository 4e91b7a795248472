package dev.atelier.bench.mlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.DatasetPublished;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.KafkaClients;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.trainer.training.BareRun.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** Has jobs trained by a running stack, as users do: through the submissions topic, with the events for an answer. */
final class StackedJobs implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> consumer;
    private final List<Event> read = new ArrayList<>();

    StackedJobs(String bootstrapServers) {
        Broker broker = Broker.at(bootstrapServers);
        producer = KafkaClients.producer(broker, Map.of());
        consumer = KafkaClients.reader(broker, Map.of());
        consumer.assign(IntStream.range(0, Topics.EVENTS.partitions())
                .mapToObj(partition -> new TopicPartition(Topics.EVENTS.topicName(), partition))
                .toList());
        consumer.seekToBeginning(consumer.assignment());
    }

    /** The manifest of a dataset, once it is published. */
    DatasetManifest manifest(String name) {
        return await(event -> event instanceof DatasetPublished published
                        && published.manifest().name().equals(name)
                ? Optional.of(published.manifest())
                : Optional.empty());
    }

    /** Has a job trained that may have a result already; returns how long it took from being queued to being completed. */
    Timing time(Job job) throws ExecutionException, InterruptedException {
        var submission = new ProducerRecord<byte[], byte[]>(Topics.SUBMISSIONS.topicName(), Json.bytes(job));
        submission.headers().add("fresh", "true".getBytes(UTF_8));
        RecordMetadata sent = producer.send(submission).get();
        String id = await(event -> answer(event, sent));
        Instant queued =
                await(event -> event instanceof JobQueued found && found.job().equals(id)
                        ? Optional.of(found.time())
                        : Optional.empty());
        Instant completed = await(event -> end(event, id));
        List<Duration> epochs = read.stream()
                .filter(event ->
                        event instanceof EpochCompleted epoch && epoch.job().equals(id))
                .map(epoch -> Duration.ofNanos((long) (((EpochCompleted) epoch).seconds() * 1e9)))
                .toList();
        return new Timing(Duration.between(queued, completed), epochs);
    }

    private static Optional<String> answer(Event event, RecordMetadata sent) {
        return switch (event) {
            case SubmissionAccepted accepted
            when accepted.origin().offset() == sent.offset() ->
                Optional.of(accepted.members().getFirst().job());
            case SubmissionRejected rejected
            when rejected.origin().offset() == sent.offset() ->
                throw new IllegalStateException(rejected.violations().getFirst().sentence());
            default -> Optional.empty();
        };
    }

    private static Optional<Instant> end(Event event, String job) {
        return switch (event) {
            case JobCompleted completed when completed.job().equals(job) -> Optional.of(completed.time());
            case JobFailed failed when failed.job().equals(job) -> throw new IllegalStateException(failed.reason());
            default -> Optional.empty();
        };
    }

    /** The first thing found in all events so far and to come: those of several keys are read in any order. */
    private <T> T await(Function<Event, Optional<T>> wanted) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        for (Event event : read) {
            Optional<T> found = wanted.apply(event);
            if (found.isPresent()) {
                return found.get();
            }
        }
        while (System.nanoTime() < deadline) {
            Optional<T> found = Optional.empty();
            for (var record : consumer.poll(POLL)) {
                Optional<Event> event = EventCodec.decode(record.headers(), record.value());
                event.ifPresent(read::add);
                if (found.isEmpty()) {
                    found = event.flatMap(wanted);
                }
            }
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IllegalStateException("The stack did not respond within " + TIMEOUT);
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
