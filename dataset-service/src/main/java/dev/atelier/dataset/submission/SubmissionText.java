package dev.atelier.dataset.submission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.schema.Checked;
import dev.atelier.contracts.schema.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that anybody may have sent, read as one JSON object of UTF-8 and nothing else. What is not that is told in a
 * sentence that names the place; nothing that can be sent takes more time or memory than its size.
 */
final class SubmissionText {
    /** More than this is not read. */
    static final int LARGEST_BYTES = 1024 * 1024;

    static final int DEEPEST_LEVEL = 64;

    private static final String OBJECT = "a job or a study as one JSON object in UTF-8";
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST_LEVEL)
                            .maxNumberLength(100)
                            .maxNameLength(1000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private SubmissionText() {}

    static Checked<ObjectNode> read(Optional<byte[]> message) {
        if (message.isEmpty()) {
            return invalid("", "null", OBJECT);
        }
        byte[] bytes = message.get();
        if (bytes.length > LARGEST_BYTES) {
            return invalid("", bytes.length + " bytes", "at most " + LARGEST_BYTES + " bytes");
        }
        return unreadable(bytes)
                .<Checked<ObjectNode>>map(violation -> new Checked.Invalid<>(List.of(violation)))
                .orElseGet(() -> parse(bytes));
    }

    /** What keeps the bytes from being text. */
    private static Optional<Violation> unreadable(byte[] bytes) {
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            return Optional.of(new Violation("", "text after a byte order mark", OBJECT + ", without the mark"));
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(in, CharBuffer.allocate(bytes.length + 1), true);
        if (result.isError()) {
            String found = "0x%02x at byte %d".formatted(bytes[in.position()], in.position());
            return Optional.of(new Violation("", found, OBJECT));
        }
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return Optional.of(new Violation("", "0x00 at byte " + i, OBJECT));
            }
        }
        return Optional.empty();
    }

    private static Checked<ObjectNode> parse(byte[] bytes) {
        try {
            JsonNode tree = MAPPER.readTree(bytes);
            if (tree instanceof ObjectNode object) {
                return new Checked.Valid<>(object);
            }
            boolean isEmpty = tree.isMissingNode();
            return invalid("", isEmpty ? "empty" : Submission.printable(bytes, 120), OBJECT);
        } catch (StreamConstraintsException e) {
            return invalid(
                    path(e), beyond(e), "at most " + DEEPEST_LEVEL + " levels, and numbers of at most 100 digits");
        } catch (JsonEOFException e) {
            return invalid(path(e), "cut off after byte " + bytes.length, OBJECT);
        } catch (JsonProcessingException e) {
            return invalid(path(e), excerpt(bytes, e.getLocation()), expected(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String beyond(StreamConstraintsException e) {
        return e.getOriginalMessage().contains("nesting depth") ? "nested too deeply" : "too long";
    }

    /** What is right, from what the parser stumbled over. */
    private static String expected(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        if (message.startsWith("Duplicate field")) {
            return "each field once";
        }
        if (message.startsWith("Trailing token")) {
            return "nothing behind the JSON object";
        }
        if (message.startsWith("Non-standard token")) {
            return "a finite number; JSON has no other";
        }
        return "JSON" + at(e.getLocation());
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** The text where the parser stumbled. */
    private static String excerpt(byte[] bytes, @Nullable JsonLocation location) {
        long found = location == null ? 0 : location.getByteOffset();
        int from = (int) Math.clamp(found - 1, 0, Math.max(0, bytes.length - 1));
        byte[] rest = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 40));
        return Submission.printable(rest, 40);
    }

    /** The field that the parser was in. */
    private static String path(JsonProcessingException e) {
        if (e.getProcessor() instanceof JsonParser parser) {
            String pointer = parser.getParsingContext().pathAsPointer().toString();
            String dotted = pointer.replaceAll("/(\\d+)(?=/|$)", "[$1]").replace('/', '.');
            String field = dotted.startsWith(".") ? dotted.substring(1) : dotted;
            return field.length() <= 200 ? field : field.substring(0, 199) + "…";
        }
        return "";
    }

    private static Checked<ObjectNode> invalid(String field, String value, String expected) {
        return new Checked.Invalid<>(List.of(new Violation(field, value, expected)));
    }
}
