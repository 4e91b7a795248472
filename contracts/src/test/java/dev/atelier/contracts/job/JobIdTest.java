package dev.atelier.contracts.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.json.MergePatch;
import dev.atelier.contracts.schema.JobSchema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobIdTest {
    private static final String DATASET = "ab".repeat(32);

    @Test
    void isPinned() {
        assertThat(id(job("seed", 42), DATASET, "0.2.0")).isEqualTo("a3bdf0d41dbc7eb33b8b");
        assertThat(id(
                        resolved("{'family': 'cnn', 'training': {'earlyStopping': {'monitor': 'train.accuracy'}},"
                                + " 'evaluation': {'checkpoint': 'best', 'monitor': 'validation.loss'}}"),
                        DATASET,
                        "0.2.0"))
                .isEqualTo("d13dd3a92b143a410cc1");
    }

    @Test
    void whatDecidesTheResultDecidesTheId() {
        String id = id(job("seed", 42), DATASET, "0.1.0");

        assertThat(id(job("seed", 43), DATASET, "0.1.0")).isNotEqualTo(id);
        assertThat(id(job("training.epochs", 3), DATASET, "0.1.0")).isNotEqualTo(id);
        assertThat(id(job("seed", 42), "cd".repeat(32), "0.1.0")).isNotEqualTo(id);
        assertThat(id(job("seed", 42), DATASET, "0.1.1")).isNotEqualTo(id);
        assertThat(JobId.of(job("seed", 42), DATASET, "0.1.0", Optional.of("again")))
                .isNotEqualTo(id);
    }

    @Test
    void nameTagsAndSpellingDoNot() {
        String id = id(job("seed", 42), DATASET, "0.1.0");

        assertThat(id(job("seed", 42).withName("another"), DATASET, "0.1.0")).isEqualTo(id);
        assertThat(id(job("tags.a", 1), DATASET, "0.1.0")).isEqualTo(id);
        assertThat(id(job("training.optimizer.learningRate", 1e-3), DATASET, "0.1.0"))
                .isEqualTo(id);
        assertThat(id(job("training.l1", 0), DATASET, "0.1.0")).isEqualTo(id);
        assertThat(id(job("training.batchSize", 64.0), DATASET, "0.1.0")).isEqualTo(id);
        assertThat(id(job("training.optimizer.eps", new BigDecimal("0.00000001")), DATASET, "0.1.0"))
                .isEqualTo(id);
        assertThat(id(job("model.dropout", 0), DATASET, "0.1.0")).isEqualTo(id);
        assertThat(id(job("model.dropout", -0.0), DATASET, "0.1.0")).isEqualTo(id);
        assertThat(id(job("model.hidden", List.of(256.0, 2.56e2)), DATASET, "0.1.0"))
                .isEqualTo(id);
    }

    /** What chooses the best epoch decides nothing where the last one is tested, and is then no part of the job. */
    @Test
    void aMonitorDecidesOnlyWhereItChoosesTheWeights() {
        String last = id(resolved("{'family': 'mlp'}"), DATASET, "0.1.0");
        String best = id(resolved("{'family': 'mlp', 'evaluation': {'checkpoint': 'best'}}"), DATASET, "0.1.0");

        assertThat(resolved("{'family': 'mlp'}").evaluation().monitor()).isNull();
        assertThat(best).isNotEqualTo(last);
        assertThat(id(
                        resolved("{'family': 'mlp', 'evaluation': {'checkpoint': 'best', 'monitor': 'train.loss'}}"),
                        DATASET,
                        "0.1.0"))
                .isNotEqualTo(best);
    }

    /** An MLP has the same bits on any number of threads, and runs on the processor whatever it requests. */
    @Test
    void whatDecidesNothingInAFamilyDoesNot() {
        String mlp = id(resolved("{'family': 'mlp'}"), DATASET, "0.1.0");
        String cnn = id(resolved("{'family': 'cnn'}"), DATASET, "0.1.0");

        assertThat(id(resolved("{'family': 'mlp', 'runtime': {'threads': 7}}"), DATASET, "0.1.0"))
                .isEqualTo(mlp);
        assertThat(id(resolved("{'family': 'mlp', 'runtime': {'device': 'cpu'}}"), DATASET, "0.1.0"))
                .isEqualTo(mlp);
        assertThat(id(resolved("{'family': 'cnn', 'runtime': {'threads': 7}}"), DATASET, "0.1.0"))
                .isNotEqualTo(cnn);
        assertThat(id(resolved("{'family': 'cnn', 'runtime': {'device': 'cpu'}}"), DATASET, "0.1.0"))
                .isNotEqualTo(cnn);
    }

    @Test
    void weightsAreKnownByTheirDigestWhereverTheyLie() {
        String digest = "ab".repeat(32);
        Job here = weights("'source': 'a.pth', 'sha256': '" + digest + "'");

        assertThat(id(weights("'source': 'b.pth', 'sha256': '" + digest + "'"), DATASET, "0.1.0"))
                .isEqualTo(id(here, DATASET, "0.1.0"));
        assertThat(id(weights("'source': 'a.pth', 'sha256': '" + "cd".repeat(32) + "'"), DATASET, "0.1.0"))
                .isNotEqualTo(id(here, DATASET, "0.1.0"));
        assertThat(here.model().fields().at("/weights/source").asText()).isEqualTo("a.pth");
    }

    /** One source can be missing where the other is not. */
    @Test
    void jobsOfOneIdCanTakeTheirFilesFromDifferentSources() {
        String digest = "', 'sha256': '" + "ab".repeat(32) + "'";
        Job here = weights("'source': 'a.pth" + digest);
        Job there = weights("'source': 'b.pth" + digest);

        assertThat(JobId.haveSameSources(here, there)).isFalse();
        assertThat(JobId.haveSameSources(
                        here, weights("'source': 'a.pth" + digest).withName("x")))
                .isTrue();
        assertThat(idOfSources(there)).isNotEqualTo(idOfSources(here)).isNotEqualTo(id(here, DATASET, "0.1.0"));
    }

    @Test
    void aJobThatTakesNoFilesHasNoSources() {
        Job mlp = resolved("{'family': 'mlp'}");

        assertThat(JobId.haveSameSources(
                        mlp, resolved("{'family': 'mlp', 'runtime': {'device': 'cpu', 'threads': 7}}")))
                .isTrue();
        assertThat(idOfSources(mlp)).isEqualTo(id(mlp, DATASET, "0.1.0"));
    }

    @Test
    void namedWeightsAreThoseOfTheirKnownDigest() {
        String digest = "f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec";
        Job named = resolved("{'family': 'transfer'}");

        assertThat(named.model().fields().at("/weights/sha256").asText()).isEqualTo(digest);
        assertThat(id(weights("'source': 'copy.pth', 'sha256': '" + digest + "'"), DATASET, "0.1.0"))
                .isEqualTo(id(named, DATASET, "0.1.0"));
        assertThat(id(weights("'source': 'imagenet', 'sha256': null"), DATASET, "0.1.0"))
                .isEqualTo(id(named, DATASET, "0.1.0"));
        assertThat(weights("'source': 'scratch'")
                        .model()
                        .fields()
                        .at("/weights")
                        .has("sha256"))
                .isFalse();
    }

    private static Job weights(String fields) {
        return resolved("{'family': 'transfer', 'model': {'weights': {" + fields + "}}}");
    }

    private static Job resolved(String job) {
        JsonNode written = Json.read(job.replace('\'', '"').getBytes(StandardCharsets.UTF_8), JsonNode.class);
        return JobSchema.resolve(written).orElseThrow();
    }

    private static String id(Job job, String dataset, String platform) {
        return JobId.of(job, dataset, platform, Optional.empty());
    }

    private static String idOfSources(Job job) {
        return JobId.ofSources(job, DATASET, "0.1.0", Optional.empty());
    }

    private static Job job(String path, Object value) {
        ObjectNode base = JsonNodeFactory.instance.objectNode().put("family", "mlp");
        var patch = MergePatch.set(
                path,
                path.startsWith("tags")
                        ? JsonNodeFactory.instance.textNode(value.toString())
                        : JsonNodeFactory.instance.pojoNode(value));
        return JobSchema.resolve(Json.tree(MergePatch.apply(base, patch))).orElseThrow();
    }
}
