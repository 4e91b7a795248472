package dev.atelier.results.prediction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.JsonProblem;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What a model made of the test images, from {@code predictions.safetensors}: the tensors {@code labels}, I64 of shape
 * [images], and {@code probabilities}, F32 of shape [images, classes]. The file is 8 bytes with the length of the header,
 * little-endian, then the header in JSON, then the tensors.
 */
public final class Predictions {
    private static final long MAX_BYTES = 256L << 20;
    private static final String WHOLE = "expected the whole of it";

    private final int[] labels;
    private final int[] predicted;

    private Predictions(int[] labels, int[] predicted) {
        this.labels = labels;
        this.predicted = predicted;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidPredictionsException if it holds something else
     */
    public static Predictions read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new InvalidPredictionsException(
                    file + " has " + Files.size(file) + " bytes; expected at most " + MAX_BYTES);
        }
        try {
            return parse(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
        } catch (InvalidPredictionsException e) {
            throw new InvalidPredictionsException(file + ": " + e.getMessage());
        }
    }

    private static Predictions parse(ByteBuffer file) throws InvalidPredictionsException {
        long length = file.remaining() < Long.BYTES ? -1 : file.getLong();
        if (length < 0 || length > file.remaining()) {
            throw new InvalidPredictionsException("the file ends within the header; " + WHOLE);
        }
        byte[] json = new byte[(int) length];
        file.get(json);
        JsonNode header = header(json);
        ByteBuffer data = file.slice().order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> shape = shape(header, "probabilities");
        if (shape.size() != 2 || shape.get(1) < 2 || !shape(header, "labels").equals(shape.subList(0, 1))) {
            throw new InvalidPredictionsException("probabilities has the shape " + shape + " and labels "
                    + shape(header, "labels") + "; expected [images, classes] and [images]");
        }
        int images = shape.get(0);
        int classes = shape.get(1);
        ByteBuffer truth = tensor(header, data, "labels", "I64", (long) images * Long.BYTES);
        ByteBuffer probabilities = tensor(header, data, "probabilities", "F32", (long) images * classes * Float.BYTES);
        int[] labels = new int[images];
        int[] predicted = new int[images];
        for (int image = 0; image < images; image++) {
            labels[image] = Math.toIntExact(truth.getLong());
            predicted[image] = argmax(probabilities, classes);
        }
        return new Predictions(labels, predicted);
    }

    private static int argmax(ByteBuffer probabilities, int classes) {
        int best = 0;
        float greatest = Float.NEGATIVE_INFINITY;
        for (int label = 0; label < classes; label++) {
            float probability = probabilities.getFloat();
            if (probability > greatest) {
                best = label;
                greatest = probability;
            }
        }
        return best;
    }

    private static JsonNode header(byte[] json) throws InvalidPredictionsException {
        try {
            return Json.MAPPER.readTree(new String(json, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new InvalidPredictionsException("the header cannot be read: " + JsonProblem.describe(e));
        }
    }

    private static List<Integer> shape(JsonNode header, String name) {
        return StreamSupport.stream(header.path(name).path("shape").spliterator(), false)
                .map(size -> size.asInt(-1))
                .toList();
    }

    private static ByteBuffer tensor(JsonNode header, ByteBuffer data, String name, String type, long bytes)
            throws InvalidPredictionsException {
        JsonNode tensor = header.path(name);
        long begin = tensor.path("data_offsets").path(0).asLong(-1);
        long end = tensor.path("data_offsets").path(1).asLong(-1);
        if (!tensor.path("dtype").asText().equals(type)) {
            throw new InvalidPredictionsException(
                    name + " has the type '" + tensor.path("dtype").asText() + "'; expected " + type);
        }
        if (begin < 0 || end - begin != bytes || end > data.limit()) {
            throw new InvalidPredictionsException(name + " lies from byte " + begin + " to " + end + " of "
                    + data.limit() + "; expected " + bytes + " bytes");
        }
        return data.slice((int) begin, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** For each image in the dataset's order whether its class was predicted. */
    public boolean[] correct() {
        boolean[] correct = new boolean[labels.length];
        for (int image = 0; image < labels.length; image++) {
            correct[image] = predicted[image] == labels[image];
        }
        return correct;
    }
}
