package dev.atelier.contracts.message;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.atelier.contracts.check.FieldNames;
import dev.atelier.contracts.json.Json;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** Describes why bytes could not be read, by field, value and what was expected, without quoting the bytes themselves. */
public final class JsonProblem {
    private static final int SHOWN = 60;
    private static final int REASON_SHOWN = 200;

    private JsonProblem() {}

    /** The end of a sentence such as "expected a job as JSON, but …". */
    public static String describe(Throwable failure) {
        if (failure instanceof StackOverflowError) {
            return "it is nested too deeply";
        }
        Throwable cause =
                failure instanceof JsonProcessingException || failure.getCause() == null ? failure : failure.getCause();
        return switch (cause) {
            case JsonEOFException cutOff -> "it is cut off" + at(cutOff);
            case StreamConstraintsException beyond -> "a number, a name or its nesting exceeds the limits" + at(beyond);
            case JsonParseException syntax
            when isDuplicate(syntax) -> "it has the field " + duplicate(syntax) + " twice" + at(syntax);
            case JsonParseException syntax -> "it is not JSON" + at(syntax);
            case InvalidFormatException format ->
                field(format) + " is " + Excerpt.of(String.valueOf(format.getValue()), SHOWN) + expected(format);
            case MismatchedInputException mismatch when isEmpty(mismatch) -> "it is empty";
            case MismatchedInputException mismatch
            when isTrailing(mismatch) -> "it has content after its end" + at(mismatch);
            case MismatchedInputException mismatch
            when isMissing(mismatch) -> field(mismatch) + " is missing" + expected(mismatch);
            case MismatchedInputException mismatch -> field(mismatch) + " has the wrong type" + expected(mismatch);
            case JsonMappingException refused
            when refused.getCause() instanceof IllegalArgumentException reason ->
                field(refused) + " is refused: " + Excerpt.of(String.valueOf(reason.getMessage()), REASON_SHOWN);
            case JsonMappingException refused -> field(refused) + " cannot be read";
            default -> "it cannot be read";
        };
    }

    private static boolean isDuplicate(JsonParseException syntax) {
        return syntax.getOriginalMessage().startsWith("Duplicate field");
    }

    /** The path of a field that stands twice. */
    private static String duplicate(JsonParseException syntax) {
        String pointer = syntax.getProcessor() == null
                ? ""
                : syntax.getProcessor().getParsingContext().pathAsPointer().toString();
        return Excerpt.of(FieldNames.ofPointer(pointer), SHOWN);
    }

    private static boolean isEmpty(MismatchedInputException mismatch) {
        return mismatch.getOriginalMessage().startsWith("No content to map");
    }

    private static boolean isTrailing(MismatchedInputException mismatch) {
        return mismatch.getOriginalMessage().startsWith("Trailing token");
    }

    private static boolean isMissing(MismatchedInputException mismatch) {
        return mismatch.getOriginalMessage().startsWith("Cannot map `null` into");
    }

    private static String at(JsonProcessingException e) {
        return Optional.ofNullable(e.getLocation())
                .filter(location -> location.getLineNr() > 0)
                .map(JsonProblem::words)
                .orElse("");
    }

    private static String words(JsonLocation location) {
        return " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String field(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        String field = path.startsWith(".") ? path.substring(1) : path;
        return field.isEmpty() ? "it" : Excerpt.of(field, SHOWN);
    }

    private static String expected(MismatchedInputException e) {
        return Optional.ofNullable(e.getTargetType())
                .map(type -> "; expected " + name(type))
                .orElse("");
    }

    private static String name(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> Json.tree(constant).asText())
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return isFraction(type) ? "a number" : "a whole number";
        }
        if (Temporal.class.isAssignableFrom(type)) {
            return "a time such as 2026-05-04T10:00:00Z";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "text";
        }
        return Collection.class.isAssignableFrom(type) || type.isArray() ? "a list" : "an object";
    }

    private static boolean isFraction(Class<?> type) {
        return type == double.class || type == float.class || type == Double.class || type == Float.class;
    }
}
