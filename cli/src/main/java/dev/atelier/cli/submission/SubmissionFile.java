package dev.atelier.cli.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.terminal.FileFailure;
import dev.atelier.contracts.schema.StudySchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A job or a study as a person keeps it in a file: YAML or JSON. A study may include others by the paths of their
 * files, relative to its own; what is submitted holds them whole. It may also name a file as its {@code fallback}: the
 * study to submit instead where the datasets of this one are not available. Only files name one, never a default, so
 * that no study runs on other data than its own unless its author provided for it, and it is a whole study with a name
 * of its own, so that no result passes for one of the other.
 */
public final class SubmissionFile {
    private static final String INCLUDE = "include";
    private static final String FALLBACK = "fallback";

    private SubmissionFile() {}

    /**
     * Reads a file with what it includes and its fallback, and applies settings to both.
     *
     * @throws SubmissionFileException if it cannot be read
     */
    public static SubmissionDocument read(Path file, List<Setting> settings) {
        Path folder = folderOf(file.toAbsolutePath().normalize());
        return submission(include(file, new LinkedHashSet<>(), YamlText::read), folder, settings);
    }

    /** Reads what comes through a pipe; paths in it are relative to the working directory. */
    public static SubmissionDocument read(InputStream in, List<Setting> settings) {
        try {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            JsonNode written = YamlText.read(text, "standard input");
            Path folder = Path.of("").toAbsolutePath();
            return submission(resolve(written, folder, new LinkedHashSet<>()), folder, settings);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read standard input", e);
        }
    }

    private static SubmissionDocument submission(JsonNode whole, Path folder, List<Setting> settings) {
        if (!(whole instanceof ObjectNode study) || !StudySchema.isStudy(study) || !study.has(FALLBACK)) {
            return document(apply(whole, settings), Optional.empty());
        }
        JsonNode file = study.get(FALLBACK);
        if (!file.isTextual()) {
            throw new SubmissionFileException("fallback is " + file + "; expected the path of a study's file");
        }
        JsonNode fallback =
                withoutFallback(study(folder.resolve(file.textValue()), "the fallback", new LinkedHashSet<>()));
        return document(
                apply(withoutFallback(study), settings),
                Optional.of(apply(fallback, settings).study()));
    }

    private static SubmissionDocument document(PublishedOmission.Result request, Optional<JsonNode> fallback) {
        List<String> notes = request.changed().isEmpty()
                ? List.of()
                : List.of("Not compared with published figures, because --set changes what is trained: "
                        + String.join(", ", request.changed()));
        return new SubmissionDocument(request.study(), notes, fallback);
    }

    private static JsonNode withoutFallback(JsonNode written) {
        return written instanceof ObjectNode study ? study.deepCopy().without(FALLBACK) : written;
    }

    private static PublishedOmission.Result apply(JsonNode written, List<Setting> settings) {
        JsonNode changed = written;
        for (Setting setting : settings) {
            changed = setting.applyTo(changed);
        }
        return settings.isEmpty()
                ? new PublishedOmission.Result(changed, List.of())
                : PublishedOmission.of(written, changed);
    }

    private static JsonNode include(Path file, Set<Path> opened, BiFunction<String, String, JsonNode> reader) {
        Path path = file.toAbsolutePath().normalize();
        if (!opened.add(path)) {
            throw new SubmissionFileException(path + " includes itself, through " + opened);
        }
        try {
            JsonNode written = reader.apply(Files.readString(path), file.toString());
            JsonNode whole = resolve(written, folderOf(path), opened);
            opened.remove(path);
            return whole;
        } catch (NoSuchFileException e) {
            throw new SubmissionFileException("there is no file " + file);
        } catch (CharacterCodingException e) {
            throw new SubmissionFileException(file + " is not text in UTF-8; expected YAML or JSON");
        } catch (IOException e) {
            throw new SubmissionFileException("cannot read " + file + ": " + FileFailure.reason(e));
        }
    }

    private static JsonNode resolve(JsonNode written, Path folder, Set<Path> opened) {
        if (!(written instanceof ObjectNode study)
                || !StudySchema.isStudy(study)
                || !(study.get(INCLUDE) instanceof ArrayNode listed)) {
            return written;
        }
        ObjectNode whole = study.deepCopy();
        ArrayNode included = whole.putArray(INCLUDE);
        for (JsonNode entry : listed) {
            included.add(
                    entry.isTextual()
                            ? withoutFallback(study(folder.resolve(entry.textValue()), "included", opened))
                            : resolve(entry, folder, opened));
        }
        return whole;
    }

    /** @param role of the study in the one that names it */
    private static JsonNode study(Path file, String role, Set<Path> opened) {
        JsonNode named = include(file.normalize(), opened, YamlText::readNamed);
        if (!named.isObject() || !StudySchema.isStudy(named)) {
            throw new SubmissionFileException(
                    file.normalize() + " is " + role + " and is not a study; expected a study");
        }
        return named;
    }

    private static Path folderOf(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("/") : parent;
    }
}
