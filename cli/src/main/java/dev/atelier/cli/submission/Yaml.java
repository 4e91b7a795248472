package dev.atelier.cli.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.atelier.contracts.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML 1.2, and so JSON too: {@code 1e-8} is a number, {@code on} is a word, a key stands once. */
final class Yaml {
    private static final int MAX_ALIASES = 50;
    /** A grid's fields multiply in the order in which they were written. */
    private static final JsonMapper IN_ORDER = Json.MAPPER
            .rebuild()
            .disable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Yaml() {}

    /**
     * Reads one document.
     *
     * @param source what the text is, for messages
     * @throws SubmissionFileException if it is not one document of YAML
     */
    static JsonNode read(String text, String source) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source)
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .build();
        List<Object> documents = new ArrayList<>();
        try {
            new Load(settings).loadAllFromString(text).forEach(documents::add);
            if (documents.size() == 1 && documents.getFirst() != null) {
                return IN_ORDER.valueToTree(documents.getFirst());
            }
        } catch (YamlEngineException | IllegalArgumentException e) {
            throw new SubmissionFileException(source + " is neither YAML nor JSON: " + e.getMessage());
        }
        throw new SubmissionFileException(
                source + " holds " + documents.size() + " documents; expected one, a job or a study");
    }
}
