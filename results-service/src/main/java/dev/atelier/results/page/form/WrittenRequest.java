package dev.atelier.results.page.form;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.json.NumberText;
import dev.atelier.contracts.json.Yaml;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A request as people write it, JSON or YAML. */
public final class WrittenRequest {
    private WrittenRequest() {}

    /**
     * The request as JSON. What is JSON, or meant to be, is what was written, for the dataset-service to check.
     *
     * @throws IllegalArgumentException if it is neither; the message names the line
     */
    public static String json(String written) {
        if (isJson(written)) {
            return written;
        }
        JsonNode read;
        try {
            read = Yaml.read(written, "The submission");
        } catch (IllegalArgumentException e) {
            if (written.stripLeading().startsWith("{")) {
                return written;
            }
            throw e;
        }
        return read.isObject() ? indented(read) : written;
    }

    private static boolean isJson(String written) {
        try {
            return Json.read(written.getBytes(StandardCharsets.UTF_8), JsonNode.class) != null;
        } catch (UncheckedIOException | StackOverflowError e) {
            return false;
        }
    }

    /** Indented JSON with numbers as engineers write them. */
    public static String indented(JsonNode request) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json =
                new JsonGeneratorDelegate(Json.MAPPER.createGenerator(text).useDefaultPrettyPrinter()) {
                    @Override
                    public void writeNumber(double number) throws IOException {
                        writeNumber(NumberText.of(number));
                    }
                }) {
            Json.MAPPER.writeTree(json, request);
        } catch (IOException e) {
            throw new UncheckedIOException("a request cannot be written", e);
        }
        return text.toString();
    }
}
