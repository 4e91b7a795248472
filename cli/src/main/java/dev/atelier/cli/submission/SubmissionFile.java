package dev.atelier.cli.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.schema.StudySchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A job or a study as a person keeps it in a file: YAML or JSON. A study may include others by the paths of their
 * files, relative to its own; what is submitted holds them whole.
 */
public final class SubmissionFile {
    private static final String INCLUDE = "include";

    private SubmissionFile() {}

    /**
     * Reads a file with what it includes, and applies settings.
     *
     * @throws SubmissionFileException if it cannot be read
     */
    public static JsonNode read(Path file, List<Setting> settings) {
        return apply(include(file, new LinkedHashSet<>()), settings);
    }

    /** Reads what comes through a pipe; paths in it are relative to the working directory. */
    public static JsonNode read(InputStream in, List<Setting> settings) {
        try {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            JsonNode written = Yaml.read(text, "standard input");
            return apply(resolve(written, Path.of("").toAbsolutePath(), new LinkedHashSet<>()), settings);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read standard input", e);
        }
    }

    private static JsonNode apply(JsonNode written, List<Setting> settings) {
        JsonNode changed = written;
        for (Setting setting : settings) {
            changed = setting.applyTo(changed);
        }
        return changed;
    }

    private static JsonNode include(Path file, Set<Path> opened) {
        Path path = file.toAbsolutePath().normalize();
        if (!opened.add(path)) {
            throw new SubmissionFileException(path + " includes itself, by way of " + opened);
        }
        try {
            JsonNode written = Yaml.read(Files.readString(path), file.toString());
            JsonNode whole = resolve(written, folderOf(path), opened);
            opened.remove(path);
            return whole;
        } catch (NoSuchFileException e) {
            throw new SubmissionFileException("there is no file " + file);
        } catch (IOException e) {
            throw new SubmissionFileException("cannot read " + file + ": " + e.getMessage());
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
                            ? include(folder.resolve(entry.textValue()), opened)
                            : resolve(entry, folder, opened));
        }
        return whole;
    }

    private static Path folderOf(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("/") : parent;
    }
}
