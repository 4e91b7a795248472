package dev.atelier.results.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.LabelEdit;
import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.event.TrainerResumed;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.results.SampleEvents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Events of every type with one thing wrong with each, from a seed. */
final class MutatedEvents {
    private static final String MARK = "@raw@";

    /** What takes the place of a value, as it stands in JSON. */
    private final List<String> replacements;

    private final Random random;
    private final String topic;

    MutatedEvents(long seed, String topic) {
        this.random = new Random(seed);
        this.topic = topic;
        this.replacements = List.of(
                "null",
                "\"\"",
                "\" \\u00a0\"",
                "true",
                "0",
                "-1",
                "1.5",
                "2147483647",
                "2147483648",
                "-2147483648",
                "9223372036854775807",
                "9223372036854775808",
                "1e-400",
                "1e400",
                "1" + "0".repeat(900),
                "1" + "0".repeat(2000),
                "NaN",
                "\"NaN\"",
                "\"-Infinity\"",
                "\"a\\u0000b\"",
                "\"\\ud800\"",
                "\"\\udc00\\ud800 \\u001b[2J \\u202e\"",
                "\"" + "x".repeat(6000) + "\"",
                quoted(noise(6000)),
                quoted(noise(200_000)),
                "[]",
                "{}",
                "[null]",
                "[[null]]",
                "{\"\":null}",
                "[".repeat(500) + "]".repeat(500),
                "[".repeat(5000) + "]".repeat(5000),
                "{\"a\":".repeat(900) + "1" + "}".repeat(900),
                "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000),
                "\"+1000000000-12-31T23:59:59.999999999Z\"",
                "\"-1000000000-01-01T00:00:00Z\"",
                "\"-4714-01-01T00:00:00Z\"",
                "\"+294277-01-01T00:00:00Z\"",
                "\"0000-00-00T00:00:00Z\"",
                "99999999999999999999");
    }

    /** An event with something wrong with it. */
    ProducerRecord<String, byte[]> next() {
        Event event = sample();
        ProducerRecord<String, byte[]> whole = EventCodec.encode(event, "/atelier/test");
        return switch (random.nextInt(20)) {
            case 0 ->
                record(
                        whole.key(),
                        Arrays.copyOf(whole.value(), random.nextInt(whole.value().length)),
                        whole.headers());
            case 1 -> record(whole.key(), bytes(random.nextInt(300)), whole.headers());
            case 2 -> record(noise(random.nextInt(3000)), whole.value(), whole.headers());
            case 3 -> record(whole.key(), whole.value(), headers(new String(bytes(20), UTF_8)));
            case 4 -> record(whole.key(), whole.value(), headers(anyType()));
            default -> mutated(whole);
        };
    }

    private Event sample() {
        String job = "job-" + random.nextInt(20);
        String run = "run-" + random.nextInt(3);
        return switch (random.nextInt(20)) {
            case 0 -> SampleEvents.queued(job, 1 + random.nextInt(3));
            case 1 -> SampleEvents.started(job, run);
            case 2 -> SampleEvents.resumed(job, run, "run-0", 2);
            case 3, 4 -> SampleEvents.epoch(job, run, 1 + random.nextInt(5));
            case 5 -> SampleEvents.completed(job, run, 0.9);
            case 6 -> SampleEvents.failed(job, run);
            case 7 -> SampleEvents.cancelled(job, random.nextBoolean() ? run : null);
            case 8 -> SampleEvents.study("submission-" + random.nextInt(1000), "depth-12345678", job, "job-1");
            case 9 -> SampleEvents.rejected("rejected-" + random.nextInt(1000));
            case 10 -> SampleEvents.dataset();
            case 11 -> SampleEvents.released(job, run, random.nextInt(100));
            case 12 -> SampleEvents.suspended("trainer-" + random.nextInt(3), SampleEvents.time(random.nextInt(100)));
            case 13 ->
                new TrainerResumed("trainer-" + random.nextInt(3), "mlp", SampleEvents.time(random.nextInt(100)));
            case 14 -> SampleEvents.pinned(job, random.nextBoolean(), random.nextInt(100));
            case 15 -> SampleEvents.artifactsDeleted(job, random.nextInt(100));
            case 16 -> SampleEvents.restoring(job, 2 + random.nextInt(3));
            case 17 -> SampleEvents.edited(job, edit(), random.nextInt(100));
            case 18 -> SampleEvents.editedStudy("depth-12345678", edit(), random.nextInt(100));
            default ->
                new RecordSetAside(
                        "atelier.controls", 0, random.nextInt(1000), "key", "no JSON", "{", SampleEvents.time(1));
        };
    }

    private LabelEdit edit() {
        return new LabelEdit(
                random.nextBoolean() ? noise(10) : null,
                random.nextBoolean() ? noise(50) : null,
                random.nextBoolean() ? Map.of(noise(5), noise(random.nextInt(4) == 0 ? 6000 : 5)) : null,
                random.nextBoolean() ? random.nextBoolean() : null);
    }

    private ProducerRecord<String, byte[]> mutated(ProducerRecord<String, byte[]> whole) {
        JsonNode tree = Json.read(whole.value(), JsonNode.class);
        List<Runnable> mutations = new ArrayList<>();
        collect(tree, mutations);
        mutations.get(random.nextInt(mutations.size())).run();
        String replacement = replacements.get(random.nextInt(replacements.size()));
        String body = tree.toString().replace("\"" + MARK + "\"", replacement);
        // A job or a submission that is called something else is published under that name as often as not.
        String key = random.nextBoolean() && replacement.startsWith("\"") && body.contains(replacement)
                ? keyOf(body, whole.key())
                : whole.key();
        return record(key, body.getBytes(UTF_8), whole.headers());
    }

    private static String keyOf(String body, String otherwise) {
        try {
            JsonNode event = Json.MAPPER.readTree(body);
            return event.has("job")
                    ? event.path("job").asText()
                    : event.has("submission") ? event.path("submission").asText() : otherwise;
        } catch (com.fasterxml.jackson.core.JsonProcessingException | RuntimeException e) {
            return otherwise;
        }
    }

    /** Every place of a tree at which something can be replaced, left out, doubled or added. */
    private static void collect(JsonNode node, List<Runnable> mutations) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> {
                mutations.add(() -> object.put(name, MARK));
                mutations.add(() -> object.put(name, MARK));
                mutations.add(() -> object.remove(name));
            });
            mutations.add(() -> object.put("unheardOf", MARK));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                mutations.add(() -> array.set(index, JsonNodeFactory.instance.textNode(MARK)));
            }
            mutations.add(() -> array.add(MARK));
            mutations.add(array::removeAll);
        }
        if (node instanceof ContainerNode<?>) {
            node.elements().forEachRemaining(element -> collect(element, mutations));
        }
    }

    private String anyType() {
        List<String> types = List.copyOf(EventCodec.types().keySet());
        return types.get(random.nextInt(types.size()));
    }

    private static Headers headers(String type) {
        return new RecordHeaders().add("ce_type", type.getBytes(UTF_8));
    }

    private ProducerRecord<String, byte[]> record(String key, byte[] body, Headers headers) {
        return new ProducerRecord<>(topic, null, key, body, headers);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Text that does not compress. */
    private String noise(int length) {
        return random.ints(length, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
