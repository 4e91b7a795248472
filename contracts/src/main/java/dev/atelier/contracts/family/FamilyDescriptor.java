package dev.atelier.contracts.family;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that differs by family.
 *
 * @param family its name: lower-case letters, digits and hyphens
 * @param description what it trains, for people
 * @param topic the topic in which its jobs wait
 * @param port where its trainer listens by default
 * @param module folder of its trainer, from the project's root; by default {@code <name>-trainer}
 * @param needsPyTorch whether its trainer needs PyTorch, and is therefore built only when it is requested
 * @param downloads whether its trainer may fetch files from the internet
 * @param memory what its trainer occupies
 * @param equalLengths groups of fields that are lists of the same length, the first deciding which
 * @param withoutInfluence paths of fields that have no influence on a result, each with the value that represents it in the id
 *     of every job
 * @param withinImage paths of fields that are pixels and must fit into the image, each with the path of a list that has one item
 *     for each layer; the image is halved between two layers
 * @param changeableInForks paths of the model's fields that a fork may change, because names and shapes of the weights stay the
 *     same; each with the values in the order in which one may follow another, or with none where any may
 * @param definitions what it adds to the {@code $defs} of the job's schema, or changes there by RFC 7396; {@code model}
 *     describes its networks, with a default for every field
 */
public record FamilyDescriptor(
        Family family,
        String description,
        String topic,
        int port,
        String module,
        boolean needsPyTorch,
        boolean downloads,
        Memory memory,
        List<List<String>> equalLengths,
        Map<String, JsonNode> withoutInfluence,
        Map<String, String> withinImage,
        Map<String, List<String>> changeableInForks,
        ObjectNode definitions) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final Pattern TOPIC = Pattern.compile("atelier\\.jobs\\.[a-z0-9-]{1,40}");
    private static final int LEAST_PORT = 1024;
    private static final int GREATEST_PORT = 65_535;

    public FamilyDescriptor {
        require(NAME, "name", family.name());
        require(TOPIC, "topic", topic);
        if (port < LEAST_PORT || port > GREATEST_PORT) {
            throw new IllegalArgumentException(
                    "port is %d; expected a number from %d to %d".formatted(port, LEAST_PORT, GREATEST_PORT));
        }
        if (!definitions.path("model").isObject()) {
            throw new IllegalArgumentException(
                    "definitions.model is missing; expected the schema of the model's fields");
        }
        equalLengths = List.copyOf(equalLengths);
        withoutInfluence = Map.copyOf(withoutInfluence);
        withinImage = Map.copyOf(withinImage);
        changeableInForks = Map.copyOf(changeableInForks);
    }

    /**
     * A descriptor as its file holds it; {@code module}, {@code equalLengths}, {@code withoutInfluence}, {@code withinImage}
     * and {@code changeableInForks} may be left out.
     */
    @JsonCreator
    public static FamilyDescriptor of(
            @JsonProperty("name") @Nullable Family family,
            @JsonProperty("description") @Nullable String description,
            @JsonProperty("topic") @Nullable String topic,
            @JsonProperty("port") @Nullable Integer port,
            @JsonProperty("module") @Nullable String module,
            @JsonProperty("needsPyTorch") @Nullable Boolean needsPyTorch,
            @JsonProperty("downloads") @Nullable Boolean downloads,
            @JsonProperty("memory") @Nullable Memory memory,
            @JsonProperty("equalLengths") @Nullable List<List<String>> equalLengths,
            @JsonProperty("withoutInfluence") @Nullable Map<String, JsonNode> withoutInfluence,
            @JsonProperty("withinImage") @Nullable Map<String, String> withinImage,
            @JsonProperty("changeableInForks") @Nullable Map<String, List<String>> changeableInForks,
            @JsonProperty("definitions") @Nullable ObjectNode definitions) {
        Family named = required("name", family);
        return new FamilyDescriptor(
                named,
                required("description", description),
                required("topic", topic),
                required("port", port),
                Objects.requireNonNullElse(module, named.name() + "-trainer"),
                required("needsPyTorch", needsPyTorch),
                required("downloads", downloads),
                required("memory", memory),
                Objects.requireNonNullElse(equalLengths, List.of()),
                Objects.requireNonNullElse(withoutInfluence, Map.of()),
                Objects.requireNonNullElse(withinImage, Map.of()),
                Objects.requireNonNullElse(changeableInForks, Map.of()),
                required("definitions", definitions));
    }

    /**
     * Heap and other memory of a trainer, in mebibytes.
     *
     * @param leastHeap the least heap with which it does its work
     * @param mostHeap the heap beyond which more is of no use
     * @param besideHeap what its process occupies beside the heap
     */
    public record Memory(int leastHeap, int mostHeap, int besideHeap) {
        public Memory {
            if (leastHeap <= 0 || mostHeap < leastHeap || besideHeap < 0) {
                throw new IllegalArgumentException(
                        "memory is %d to %d MiB of heap and %d beside it; expected leastHeap of at least 1, mostHeap of at least leastHeap, and besideHeap of at least 0"
                                .formatted(leastHeap, mostHeap, besideHeap));
            }
        }
    }

    public String name() {
        return family.name();
    }

    /** The name of its trainer among the services. */
    public String service() {
        return family.name() + "-trainer";
    }

    private static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }

    private static void require(Pattern form, String field, String value) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "%s is \"%s\"; expected text that matches %s".formatted(field, value, form.pattern()));
        }
    }
}
