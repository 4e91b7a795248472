package dev.atelier.cli.submission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Yaml;

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
}
