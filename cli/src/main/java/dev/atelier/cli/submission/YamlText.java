package dev.atelier.cli.submission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Yaml;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** YAML in the words of the command line. */
final class YamlText {
    private YamlText() {}

    /**
     * Reads one document.
     *
     * @param source what the text is, for messages
     * @throws SubmissionFileException if it is not one document of YAML
     */
    static JsonNode read(String text, String source) {
        try {
            return Yaml.read(text, source);
        } catch (IllegalArgumentException e) {
            throw new SubmissionFileException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads a study that a file names, which may be any file: nothing of one that is no study is shown.
     *
     * @param source what the text is, for messages
     * @throws SubmissionFileException if it is not one document of YAML
     */
    static JsonNode readNamed(String text, String source) {
        try {
            return Yaml.read(text, source);
        } catch (IllegalArgumentException e) {
            throw new SubmissionFileException(
                    source + " is not a study: it is not one document of YAML or JSON" + place(e));
        }
    }

    private static String place(IllegalArgumentException e) {
        return e.getCause() instanceof MarkedYamlEngineException marked
                ? marked.getProblemMark()
                        .map(mark -> " (line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ")")
                        .orElse("")
                : "";
    }
}
