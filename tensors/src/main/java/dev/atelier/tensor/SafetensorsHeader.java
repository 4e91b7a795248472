package dev.atelier.tensor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The head of a safetensors file: JSON that gives each tensor's type, shape and place. The tensors lie in the order of
 * {@link #entries}, without gaps.
 */
record SafetensorsHeader(List<Entry> entries) {
    private static final String METADATA = "__metadata__";
    private static final int ALIGNMENT = 8;
    private static final int DIMENSIONS_AT_MOST = 16;
    private static final int NAME_CHARACTERS_SHOWN = 80;

    /** One tensor's line; {@code begin} and {@code end} count bytes from the end of the header. */
    record Entry(String name, ElementType type, List<Integer> shape, long begin, long end) {
        int size() {
            return (int) ((end - begin) / type.bytes());
        }
    }

    /** The header for these tensors: by type, the wider first, so that all lie aligned, then by name: equal tensors make equal files. */
    static SafetensorsHeader of(SortedMap<String, Tensor> tensors) {
        List<Map.Entry<String, Tensor>> ordered = tensors.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Tensor>, ElementType>comparing(
                                entry -> ElementType.of(entry.getValue()))
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        List<Entry> entries = new ArrayList<>();
        long begin = 0;
        for (Map.Entry<String, Tensor> tensor : ordered) {
            if (tensor.getKey().equals(METADATA)) {
                throw new IllegalArgumentException(
                        "a tensor is named " + METADATA + ", which the format reserves; expected another name");
            }
            ElementType type = ElementType.of(tensor.getValue());
            long end = begin + (long) tensor.getValue().size() * type.bytes();
            entries.add(new Entry(tensor.getKey(), type, tensor.getValue().shape(), begin, end));
            begin = end;
        }
        return new SafetensorsHeader(entries);
    }

    /** The JSON, padded with spaces to a multiple of eight bytes. */
    byte[] encode() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        for (Entry entry : entries) {
            ObjectNode tensor = json.putObject(entry.name);
            tensor.put("dtype", entry.type.name());
            entry.shape.forEach(tensor.putArray("shape")::add);
            tensor.putArray("data_offsets").add(entry.begin).add(entry.end);
        }
        byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(text, Math.ceilDiv(text.length, ALIGNMENT) * ALIGNMENT);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        return padded;
    }

    /**
     * Reads a header.
     *
     * @param dataBytes bytes that follow the header, all of which it must account for
     */
    static SafetensorsHeader parse(byte[] json, long dataBytes) throws InvalidSafetensorsException {
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> tensor : object(json).properties()) {
            if (!tensor.getKey().equals(METADATA)) {
                entries.add(entry(tensor.getKey(), tensor.getValue()));
            }
        }
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long end = 0;
        for (Entry entry : entries) {
            if (entry.begin != end) {
                throw new InvalidSafetensorsException("tensor " + shown(entry.name) + " begins at byte " + entry.begin
                        + "; expected " + end + ", where the one before it ends");
            }
            end = entry.end;
        }
        if (end != dataBytes) {
            throw new InvalidSafetensorsException(
                    "the tensors have " + dataBytes + " bytes; expected " + end + ", as in the header");
        }
        return new SafetensorsHeader(entries);
    }

    private static JsonNode object(byte[] json) throws InvalidSafetensorsException {
        try {
            JsonNode header = Json.MAPPER.readTree(json);
            if (header.isObject()) {
                return header;
            }
            throw new InvalidSafetensorsException("the header is not a JSON object");
        } catch (JsonProcessingException e) {
            // The parser's message quotes the file, which can be anybody's.
            throw new InvalidSafetensorsException("the header is not JSON");
        } catch (InvalidSafetensorsException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidSafetensorsException("the header cannot be read: " + e.getMessage(), e);
        }
    }

    private static Entry entry(String name, JsonNode json) throws InvalidSafetensorsException {
        String dtype = json.path("dtype").asText();
        ElementType type = ElementType.of(dtype)
                .orElseThrow(() -> new InvalidSafetensorsException("tensor " + shown(name) + " has the type '"
                        + shown(dtype) + "'; expected one of " + Arrays.toString(ElementType.values())));
        JsonNode dimensions = json.path("shape");
        if (!dimensions.isArray() || dimensions.size() > DIMENSIONS_AT_MOST) {
            throw new InvalidSafetensorsException("tensor " + shown(name) + " has " + dimensions.size()
                    + " dimensions; expected at most " + DIMENSIONS_AT_MOST);
        }
        List<Integer> shape = new ArrayList<>();
        for (JsonNode dimension : dimensions) {
            if (!dimension.isIntegralNumber() || !dimension.canConvertToInt() || dimension.asInt() < 0) {
                throw new InvalidSafetensorsException("tensor " + shown(name) + " has the shape "
                        + shown(dimensions.toString()) + "; expected dimensions from 0 to " + Integer.MAX_VALUE);
            }
            shape.add(dimension.asInt());
        }
        long begin = json.path("data_offsets").path(0).asLong(-1);
        long end = json.path("data_offsets").path(1).asLong(-1);
        long values = 1;
        for (int dimension : shape) {
            values = Math.min(values * dimension, Integer.MAX_VALUE);
        }
        if (begin < 0 || values > Integer.MAX_VALUE - 8 || end - begin != values * type.bytes()) {
            throw new InvalidSafetensorsException("tensor " + shown(name) + " of type " + type + " and shape " + shape
                    + " spans bytes " + begin + " to " + end + "; expected room for exactly its values");
        }
        return new Entry(name, type, List.copyOf(shape), begin, end);
    }

    static String shown(String text) {
        String cut = text.length() <= NAME_CHARACTERS_SHOWN ? text : text.substring(0, NAME_CHARACTERS_SHOWN) + "…";
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
