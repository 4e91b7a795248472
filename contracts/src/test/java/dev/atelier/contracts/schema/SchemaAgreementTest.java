package dev.atelier.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The check here and a validator of the whole standard agree on what is valid, on thousands of changed documents. (Infinite
 * numbers are not among them: that validator fails on some.)
 */
class SchemaAgreementTest {
    private static final int DOCUMENTS = 1_000;
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "-1",
            "0",
            "1",
            "1.0",
            "2",
            "0.5",
            "1e-9",
            "100",
            "101",
            "65536",
            "65537",
            "1e6",
            "1e9",
            "9007199254740991",
            "9007199254740992",
            "1e300",
            "123456789012345678901234567890",
            "\"\"",
            "\" \"",
            "\"x\"",
            "\"mlp\"",
            "\"cnn\"",
            "\"resnet\"",
            "\"plain\"",
            "\"cosine\"",
            "\"oneCycle\"",
            "\"max\"",
            "\"min\"",
            "\"validation.loss\"",
            "\"train.accuracy\"",
            "\"maximize\"",
            "\"minimize\"",
            "\"a\\u202eb\"",
            "\"a\\u0007\"",
            "\"a\\nb\"",
            "[]",
            "[1]",
            "[1,1]",
            "[0.5,0.5]",
            "[0]",
            "{}",
            "{\"x\":1}",
            "{\"name\":\"v\"}",
            "[{\"name\":\"v\"}]",
            "{\"name\":\"cosine\"}",
            "{\"training.epochs\":[1]}",
            "{\"monitor\":\"train.loss\",\"mode\":\"max\"}");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            job   | {"family": "mlp", "training": {"earlyStopping": {}, "schedule": {"name": "cosine"}}, "tags": {"a": "b"}}
            job   | {"family": "cnn", "model": {"kind": "resnet"}, "training": {"schedule": {"name": "oneCycle"}}}
            job   | {"family": "transfer", "model": {"weights": {"source": "scratch"}}, "evaluation": {}}
            study | {"study": "s", "objective": {}, "base": {}, "variants": [{"name": "v"}], "grid": {"seed": [1]}, "seeds": [1]}
            study | {"study": "s", "include": [{"study": "t", "objective": {"metric": "train.loss"}}], "description": "d"}
            edit  | {"name": "n", "notes": "a", "tags": {"t": "v"}, "archived": true, "by": "b"}
            """)
    void agreesOnChangedDocuments(String schema, String json) throws Exception {
        SchemaDocument document = new SchemaDocument(
                switch (schema) {
                    case "job" -> JobSchema.document();
                    case "study" -> StudySchema.document();
                    default -> EditSchema.document();
                });
        Schema standard = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(document.root());
        ObjectNode original = document.withDefaults((ObjectNode) Json.MAPPER.readTree(json));
        Random random = new Random(1);
        int invalid = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            ObjectNode changed = original.deepCopy();
            for (int change = 0; change <= random.nextInt(2); change++) {
                change(changed, random);
            }
            ObjectNode whole = document.withDefaults(changed);
            Violations violations = new Violations(Deadline.none());
            document.check(whole, violations);

            assertThat(violations.all().isEmpty())
                    .as("%s%n%s", whole, violations.all())
                    .isEqualTo(standard.validate(whole).isEmpty());
            invalid += violations.isEmpty() ? 0 : 1;
        }
        assertThat(invalid).isBetween(DOCUMENTS / 10, DOCUMENTS - DOCUMENTS / 50);
    }

    /** Sets, adds or removes a member anywhere. */
    private static void change(ObjectNode document, Random random) throws Exception {
        List<ObjectNode> objects = new ArrayList<>();
        collect(document, objects);
        ObjectNode object = objects.get(random.nextInt(objects.size()));
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.isEmpty() || random.nextInt(10) == 0
                ? List.of("x", "mode", "peakAt", "hidden", "a\u0007").get(random.nextInt(5))
                : names.get(random.nextInt(names.size()));
        if (random.nextInt(10) == 0) {
            object.remove(name);
        } else {
            object.set(name, Json.MAPPER.readTree(VALUES.get(random.nextInt(VALUES.size()))));
        }
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> collect(child, objects));
    }
}
