package dev.atelier.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.check.Joiners;
import dev.atelier.contracts.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "👩\u200d💻",
                "👨🏽\u200d👩🏽\u200d👧",
                "run ❤\uFE0F\u200d🔥 2",
                "می\u200cخواهم",
                "क्\u200dष",
                "क्\u200cष",
                "അവന്\u200d"
            })
    void whereAJoinerChangesHowTextIsWrittenItMayStand(String text) {
        assertThat(violations(text)).isEmpty();
        assertThat(ShownValue.text(text, 100)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u200db",
                "a\u200cb",
                "\u200d",
                "👩\u200d",
                "\u200d💻",
                "a\u200d💻",
                "👩\u200d\u200d💻",
                "می\u200c",
                "𝐀\u200d💻",
                "র\u200d্য",
                "ه\u200d",
                "soft\u00adhyphen",
                "zero\u200bwidth"
            })
    void elsewhereItIsRefusedAndShownAsAnEscape(String text) {
        assertThat(violations(text))
                .contains("name", "tags.k", "description", "edit.name", "edit.notes", "edit.tags.k");
        assertThat(ShownValue.text(text, 100)).contains("\\u");
    }

    @Test
    void everyPatternRefusesMisplacedJoiners() {
        Map<String, String> patterns = new TreeMap<>();
        addPatterns(JobSchema.document(), "job", patterns);
        addPatterns(StudySchema.document(), "study", patterns);
        addPatterns(EditSchema.document(), "edit", patterns);
        Set<String> accepting = new TreeSet<>(patterns.keySet());
        accepting.removeIf(path -> !"a\u200db".matches(patterns.getOrDefault(path, "")));
        patterns.values().removeIf(each -> !each.contains(Joiners.MISPLACED_PATTERN));

        assertThat(accepting)
                .as("paths, which must be of fields that there are")
                .containsExactly(
                        "study/$defs/search/properties/space/propertyNames",
                        "study/$defs/study/properties/grid/propertyNames");
        assertThat(patterns.keySet())
                .containsExactly(
                        "edit/properties/by",
                        "edit/properties/name",
                        "edit/properties/notes",
                        "edit/properties/tags/additionalProperties",
                        "edit/properties/tags/propertyNames",
                        "job/$defs/name",
                        "job/$defs/tags/additionalProperties",
                        "job/$defs/tags/propertyNames",
                        "job/$defs/transferWeights/properties/source",
                        "study/$defs/study/properties/description",
                        "study/$defs/study/properties/tags/additionalProperties",
                        "study/$defs/study/properties/tags/propertyNames");
    }

    private static void addPatterns(JsonNode schema, String path, Map<String, String> patterns) {
        if (schema.path("pattern").isTextual()) {
            patterns.put(path, schema.path("pattern").textValue());
        }
        schema.properties().forEach(each -> addPatterns(each.getValue(), path + "/" + each.getKey(), patterns));
        if (schema.isArray()) {
            for (int i = 0; i < schema.size(); i++) {
                addPatterns(schema.get(i), path + "/" + i, patterns);
            }
        }
    }

    /** Fields in which this text is refused. */
    private static List<String> violations(String text) {
        List<String> fields = new ArrayList<>();
        JsonNode job = Json.tree(Map.of("family", "mlp", "name", text, "tags", Map.of("k", text)));
        JsonNode study = Json.tree(Map.of("study", "s", "description", text, "base", Map.of("family", "mlp")));
        JsonNode edit = Json.tree(Map.of("name", text, "notes", text, "tags", Map.of("k", text)));
        add(fields, "", JobSchema.resolve(job));
        Violations ofStudy = new Violations(Deadline.none());
        StudySchema.check(study, ofStudy);
        ofStudy.all().forEach(each -> fields.add(each.field()));
        add(fields, "edit.", EditSchema.read(edit));
        return fields;
    }

    private static void add(List<String> fields, String prefix, Checked<?> checked) {
        if (checked instanceof Checked.Invalid<?>(var violations)) {
            violations.forEach(each -> fields.add(prefix + each.field()));
        }
    }
}
