package dev.atelier.pipeline.browser;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.stacktesting.RunningStack;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Every page of a stack with something on it: what has ended, what runs and waits, and what could not be read. */
final class SamplePages {
    private final RunningStack stack;

    private SamplePages(RunningStack stack) {
        this.stack = stack;
    }

    /**
     * Trains what the pages show.
     *
     * @return the pages' addresses by their names
     */
    static Map<String, String> of(RunningStack stack) {
        return new SamplePages(stack).all();
    }

    private Map<String, String> all() {
        String job = job("""
                {'family': 'mlp', 'model': {'hidden': [32]}, 'training': {'epochs': 3},
                 'name': 'a name that is rather long, so that it must be broken on a narrow screen',
                 'tags': {'purpose': 'to be looked at'}, 'data': {'dataset': 'fashion-mnist-sample'}}
                """);
        String failed = job("""
                {'family': 'mlp', 'name': 'diverging', 'data': {'dataset': 'fashion-mnist-sample'},
                 'training': {'epochs': 2, 'optimizer': {'name': 'sgd', 'learningRate': 100}}}
                """);
        JsonNode study = stack.submit("""
                {'study': 'widths-to-look-at', 'description': 'How wide should a layer be?', 'seeds': [1, 2],
                 'baseline': 'plain', 'variants': [{'name': 'plain', 'patch': {}},
                   {'name': 'dropout', 'patch': {'model': {'dropout': 0.2}}}],
                 'grid': {'model.hidden': [[16], [32]]},
                 'base': {'family': 'mlp', 'training': {'epochs': 3}, 'data': {'dataset': 'fashion-mnist-sample'}}}
                """);
        List<String> compared = RunningStack.jobs(study);
        Stream.concat(Stream.of(job, failed), compared.stream()).forEach(stack::awaitEnd);
        String running = job("""
                {'family': 'mlp', 'name': 'running', 'model': {'hidden': [512, 512]}, 'training': {'epochs': 10000},
                 'data': {'dataset': 'fashion-mnist-sample'}}
                """);
        stack.awaitEpochOrEnd(running, 1);
        JsonNode waiting = stack.submit("""
                {'study': 'waiting-to-be-trained', 'seeds': [3, 4],
                 'base': {'family': 'mlp', 'training': {'epochs': 3}, 'data': {'dataset': 'fashion-mnist-sample'}}}
                """);
        String queued = RunningStack.jobs(waiting).getFirst();
        stack.awaitJob(queued, found -> found.path("state").asText().equals("QUEUED"));
        writeWhatCannotBeRead();
        String dataset =
                stack.results("/api/datasets").orElseThrow().at("/items/0/key").asText();
        String ended = study.path("study").asText();
        String open = waiting.path("study").asText();
        Map<String, String> pages = new TreeMap<>(Map.of(
                "jobs",
                "/",
                "jobs-none",
                "/?name=nobody",
                "job",
                "/jobs/" + job,
                "job-failed",
                "/jobs/" + failed,
                "job-running",
                "/jobs/" + running,
                "job-queued",
                "/jobs/" + queued,
                "compare",
                "/compare?job=" + String.join("&job=", compared.subList(0, 4)),
                "dead-letters",
                "/dead-letters",
                "submit",
                "/submit",
                "refusal",
                "/jobs/nobody"));
        pages.put("openapi", "/openapi#/Submissions/submit");
        pages.putAll(Map.of(
                "studies", "/studies",
                "study", "/studies/" + ended,
                "study-open", "/studies/" + open,
                "compare-studies", "/compare/studies?study=" + ended + "&study=" + open,
                "datasets", "/datasets",
                "dataset", "/datasets/" + dataset));
        return pages;
    }

    private String job(String json) {
        return RunningStack.jobs(stack.submit(json)).getFirst();
    }

    private void writeWhatCannotBeRead() {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", "localhost:" + stack.kafkaPort()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            byte[] text = "no event".getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(Topics.EVENTS.topicName(), text, text))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
        await().atMost(RunningStack.TIMEOUT)
                .until(() -> stack.results("/api/dead-letters")
                        .filter(found -> found.path("total").asInt() > 0)
                        .isPresent());
    }
}
