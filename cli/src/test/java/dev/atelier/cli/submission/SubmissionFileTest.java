package dev.atelier.cli.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1e-8          | 1.0E-8",
                "0.001         | 0.001",
                "32            | 32",
                "on            | \"on\"",
                "no            | \"no\"",
                "true          | true",
                "null          | null",
                "~             | null",
                "'[0.9, 0.999]'| [0.9,0.999]",
                "{a: 1}        | {\"a\":1}",
                "0x10          | 16",
                "1_000         | \"1_000\"",
                "1:30          | \"1:30\"",
                "2026-01-01    | \"2026-01-01\""
            })
    void readsYamlAsItsVersion12HasIt(String yaml, String json) throws Exception {
        JsonNode value = YamlText.read("value: " + yaml, "test").path("value");

        assertThat(value).isEqualTo(Json.MAPPER.readTree(json));
    }

    @Test
    void readsJsonToo() throws Exception {
        assertThat(write("job.json", "{\"family\": \"mlp\", \"training\": {\"optimizer\": {\"eps\": 1e-8}}}"))
                .isEqualTo(
                        Json.MAPPER.readTree("{\"family\": \"mlp\", \"training\": {\"optimizer\": {\"eps\": 1e-8}}}"));
    }

    @Test
    void readsEveryStudyThatComesWithTheProject() throws Exception {
        try (Stream<Path> studies = Files.walk(Path.of("../studies"))) {
            assertThat(studies.filter(path -> path.toString().endsWith(".yaml")))
                    .isNotEmpty()
                    .allSatisfy(path -> assertThat(SubmissionFile.read(path, List.of())
                                    .request()
                                    .has("study"))
                            .isTrue());
        }
    }

    @Test
    void putsIncludedFilesInPlaceOfTheirPaths() throws Exception {
        Files.createDirectories(folder.resolve("parts"));
        Files.writeString(folder.resolve("parts/one.yaml"), "{study: one, include: [two.yaml]}");
        Files.writeString(folder.resolve("parts/two.yaml"), "{study: two, base: {family: mlp}}");

        JsonNode study = write("all.yaml", "{study: all, include: [parts/one.yaml, {study: inline}]}");

        assertThat(study).isEqualTo(Json.MAPPER.readTree("""
                        {"study": "all", "include": [
                          {"study": "one", "include": [{"study": "two", "base": {"family": "mlp"}}]},
                          {"study": "inline"}]}"""));
    }

    @Test
    void keepsTheOrderOfWhatWasWritten() throws Exception {
        JsonNode study = write("grid.yaml", "{study: one, grid: {training.epochs: [1], data.limit: [2]}}");

        assertThat(study.path("grid").fieldNames()).toIterable().containsExactly("training.epochs", "data.limit");
    }

    @Test
    void mayIncludeOneFileTwiceButNoFileInItself() throws Exception {
        Files.writeString(folder.resolve("one.yaml"), "{study: one}");
        assertThat(write("twice.yaml", "{study: twice, include: [one.yaml, one.yaml]}")
                        .path("include"))
                .hasSize(2);

        assertThatThrownBy(() -> write("self.yaml", "{study: self, include: [self.yaml]}"))
                .isInstanceOf(SubmissionFileException.class)
                .hasMessageContaining("self.yaml includes itself");
    }

    @Test
    void readsTheFallbackThatAFileNamesAndSetsTheSameInBoth() throws Exception {
        Files.writeString(folder.resolve("small.yaml"), "{study: small, base: {family: mlp}, fallback: smaller.yaml}");
        Path file = folder.resolve("large.yaml");
        Files.writeString(file, "{study: large, base: {family: mlp}, fallback: small.yaml}");

        SubmissionDocument submission = SubmissionFile.read(file, List.of(Setting.parse("seed=7")));

        assertThat(submission.request())
                .isEqualTo(Json.MAPPER.readTree("{\"study\":\"large\",\"base\":{\"family\":\"mlp\",\"seed\":7}}"));
        assertThat(submission.fallback())
                .contains(Json.MAPPER.readTree("{\"study\":\"small\",\"base\":{\"family\":\"mlp\",\"seed\":7}}"));
    }

    @Test
    void aStudyThatIncludesOthersDoesNotFallBackToTheirs() throws Exception {
        Files.writeString(folder.resolve("part.yaml"), "{study: part, base: {family: mlp}, fallback: other.yaml}");
        Path file = folder.resolve("all.yaml");
        Files.writeString(file, "{study: all, include: [part.yaml]}");

        SubmissionDocument submission = SubmissionFile.read(file, List.of());

        assertThat(submission.fallback()).isEmpty();
        assertThat(submission.request().at("/include/0").has("fallback")).isFalse();
    }

    @Test
    void reportsWhatAFallbackIs() throws Exception {
        assertThatThrownBy(() -> write("a.yaml", "{study: a, fallback: [b.yaml]}"))
                .hasMessage("fallback is [\"b.yaml\"]; expected the path of a study's file");
        assertThatThrownBy(() -> write("a.yaml", "{study: a, fallback: none.yaml}"))
                .hasMessageContaining("there is no file");
    }

    @Test
    void showsNothingOfANamedFileThatIsNoStudy() throws Exception {
        for (String content :
                List.of("root: x: 0", "'hunter2", "hunter2: [", "hunter2: 1\nhunter2: 2", "- hunter2", "hunter2")) {
            Files.writeString(folder.resolve("secret.txt"), content);
            for (String study : List.of("{study: a, include: [secret.txt]}", "{study: a, fallback: secret.txt}")) {
                assertThatThrownBy(() -> write("all.yaml", study))
                        .as("%s in %s", content, study)
                        .isInstanceOf(SubmissionFileException.class)
                        .hasMessageStartingWith(folder.resolve("secret.txt") + " is ")
                        .hasMessageContaining("not a study")
                        .hasMessageNotContaining("hunter2")
                        .hasMessageNotContaining("root")
                        .hasMessageNotContaining("\n");
            }
        }
    }

    @Test
    void reportsWhatIsNoStudyAndWhatIsNoText() throws Exception {
        Files.writeString(folder.resolve("secret.txt"), "root:x:0:0");
        Files.writeString(folder.resolve("job.yaml"), "{family: mlp}");
        for (String part : List.of("secret.txt", "job.yaml")) {
            assertThatThrownBy(() -> write("all.yaml", "{study: all, include: [" + part + "]}"))
                    .isInstanceOf(SubmissionFileException.class)
                    .hasMessage(folder.resolve(part) + " is included and is not a study; expected a study");
        }
        Path file = Files.write(folder.resolve("bin.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 'a'});
        assertThatThrownBy(() -> SubmissionFile.read(file, List.of()))
                .isInstanceOf(SubmissionFileException.class)
                .hasMessage(file + " is not text in UTF-8; expected YAML or JSON");
    }

    @Test
    void reportsWhereItIsNotYaml() {
        assertThatThrownBy(() -> write("broken.yaml", "family: mlp\n  seed: [1"))
                .isInstanceOf(SubmissionFileException.class)
                .hasMessageContaining("broken.yaml is neither YAML nor JSON")
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> write("double.yaml", "seed: 1\nseed: 2")).hasMessageContaining("duplicate key seed");
    }

    @Test
    void wantsExactlyOneDocument() {
        assertThatThrownBy(() -> write("empty.yaml", "# nothing"))
                .hasMessageEndingWith("empty.yaml contains 0 documents; expected one, a job or a study");
        assertThatThrownBy(() -> write("two.yaml", "{family: mlp}\n---\n{family: cnn}"))
                .hasMessageContaining("contains 2 documents");
    }

    @Test
    void readsStandardInput() {
        var in = new ByteArrayInputStream("{family: mlp}".getBytes(StandardCharsets.UTF_8));

        assertThat(SubmissionFile.read(in, List.of(Setting.parse("seed=7")))
                        .request()
                        .toString())
                .isEqualTo("{\"family\":\"mlp\",\"seed\":7}");
    }

    private JsonNode write(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        return SubmissionFile.read(file, List.of()).request();
    }
}
