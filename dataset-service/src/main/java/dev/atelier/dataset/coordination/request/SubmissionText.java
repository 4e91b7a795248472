package dev.atelier.dataset.coordination.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.FieldNames;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.message.Excerpt;
import dev.atelier.contracts.topic.Topics;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that anybody may have sent, read as one JSON object of UTF-8 and nothing else. What is not that is reported in a
 * sentence that names the place; nothing that can be sent takes more time or memory than its size.
 */
final class SubmissionText {
    private static final int DEEPEST_LEVEL = 64;
    private static final int LONGEST_NUMBER = 100;
    private static final int LONGEST_NAME = 1000;
    private static final int SHOWN_LENGTH = 120;
    private static final Pattern NON_STANDARD_TOKEN = Pattern.compile("Non-standard token '([^']*)'");
    private static final String OBJECT = "a job or a study as one JSON object in UTF-8";
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST_LEVEL)
                            .maxNumberLength(LONGEST_NUMBER)
                            .maxNameLength(LONGEST_NAME)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private SubmissionText() {}

    static Checked<ObjectNode> read(Optional<byte[]> message) {
        if (message.isEmpty()) {
            return invalid("", "null", OBJECT);
        }
        byte[] bytes = message.get();
        if (bytes.length > Topics.LARGEST_SUBMISSION) {
            return invalid("", bytes.length + " bytes", "at most " + Topics.LARGEST_SUBMISSION + " bytes");
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
        try (JsonParser parser = MAPPER.createParser(bytes)) {
            try {
                JsonNode tree = MAPPER.readTree(parser);
                if (!(tree instanceof ObjectNode object)) {
                    return invalid("", tree == null ? "empty" : Excerpt.of(bytes, SHOWN_LENGTH), OBJECT);
                }
                if (parser.nextToken() != null) {
                    return invalid("", excerpt(bytes, parser.currentTokenLocation()), "nothing after the JSON object");
                }
                return new Checked.Valid<>(object);
            } catch (StreamConstraintsException e) {
                return beyond(path(parser), e.getOriginalMessage());
            } catch (JsonEOFException e) {
                return cutOff(path(parser), bytes);
            } catch (JsonProcessingException e) {
                return notJson(path(parser), bytes, e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Checked<ObjectNode> cutOff(String field, byte[] bytes) {
        return invalid(field, "cut off after byte " + bytes.length, OBJECT);
    }

    private static Checked<ObjectNode> beyond(String field, String message) {
        if (message.contains("nesting depth")) {
            return invalid("", "nested too deeply", "at most " + DEEPEST_LEVEL + " levels");
        }
        return message.startsWith("Number")
                ? invalid(field, "too long a number", "a number of at most " + LONGEST_NUMBER + " digits")
                : invalid(field, "too long a name", "names of at most " + LONGEST_NAME + " characters");
    }

    private static Checked<ObjectNode> notJson(String field, byte[] bytes, JsonProcessingException e) {
        String message = e.getOriginalMessage();
        Matcher infinite = NON_STANDARD_TOKEN.matcher(message);
        if (infinite.lookingAt()) {
            return invalid(field, infinite.group(1), "a finite number; JSON has no other");
        }
        if (message.startsWith("Duplicate field")) {
            return invalid(field, "given twice", "each field once");
        }
        String found = excerpt(bytes, e.getLocation());
        if (found.isBlank()) {
            return cutOff(field, bytes);
        }
        return invalid(field, found, "JSON" + at(e.getLocation()));
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** The text where the parser stumbled. */
    private static String excerpt(byte[] bytes, @Nullable JsonLocation location) {
        long found = location == null ? 0 : location.getByteOffset();
        int from = (int) Math.clamp(found - 1, 0, Math.max(0, bytes.length - 1));
        byte[] rest = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 40));
        return Excerpt.of(rest, 40);
    }

    /** The field that the parser was in. */
    private static String path(JsonParser parser) {
        String field =
                FieldNames.ofPointer(parser.getParsingContext().pathAsPointer().toString());
        return field.length() <= SHOWN_LENGTH ? field : field.substring(0, SHOWN_LENGTH - 1) + "…";
    }

    private static Checked<ObjectNode> invalid(String field, String value, String expected) {
        return new Checked.Invalid<>(List.of(new Violation(field, value, expected)));
    }
}
