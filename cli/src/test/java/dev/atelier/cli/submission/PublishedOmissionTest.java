package dev.atelier.cli.submission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A study that was changed is not compared with what others published for another one. */
class PublishedOmissionTest {
    private static final String STUDY = """
            study: all
            include:
              - study: depth
                base: {family: mlp, training: {epochs: 20}}
                variants:
                  - {name: linear, patch: {model: {hidden: []}}, published: {metric: test.accuracy, values: [73], tolerance: 1}}
                  - {name: deep}
                seeds: [1, 2]
              - study: rates
                base: {family: mlp, training: {optimizer: {name: sgd}}}
                grid: {training.optimizer.learningRate: [0.1, 0.2]}
                published: {metric: test.accuracy, values: {learningRate=0.1: [80]}, tolerance: 1}
              - {study: plain, base: {family: mlp}, seeds: [3, 4]}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "training.epochs=2                        | depth, rates",
                "data.limit=6000                          | depth, rates",
                "training.epochs=20                       | ",
                "training.epochs=2e1                      | ",
                "training.batchSize=32                    | depth, rates",
                "data.augment.erase=0                     | ",
                "grid.training.optimizer.learningRate=[0.1, 0.3] | rates",
                "grid.training.optimizer.learningRate=[0.1] | ",
                "seeds=[7]                                | ",
                "name=short                               | ",
                "tags.reason=trial                        | ",
                "runtime.threads=1                        | ",
                "study=another                            | ",
                "description=short                        | "
            })
    void figuresOfWhatIsTrainedDifferentlyAreLeftOut(String setting, String left) throws Exception {
        List<String> expected = left == null ? List.of() : Arrays.asList(left.split(", "));

        SubmissionDocument document = read(setting);

        assertThat(document.notes())
                .isEqualTo(
                        expected.isEmpty()
                                ? List.of()
                                : List.of("Not compared with published figures, because --set changes what is trained: "
                                        + String.join(", ", expected)));
        assertThat(document.request().at("/include/0/variants/0").has("published"))
                .isEqualTo(!expected.contains("depth"));
        assertThat(document.request().at("/include/1").has("published")).isEqualTo(!expected.contains("rates"));
    }

    @Test
    void figuresOfVariantsThatAreNoLongerThereGoWithThem() throws Exception {
        JsonNode request = read("grid.training.optimizer.learningRate=[0.2]").request();

        assertThat(request.at("/include/1/published/values").size()).isZero();
        assertThat(request.at("/include/1/published").has("metric")).isFalse();
    }

    /** What a network is trained on is another matter than what it learns. */
    @ParameterizedTest
    @ValueSource(strings = {"runtime.threads=1", "runtime.device=cpu", "study=another"})
    void figuresStayWhereTheSameIsTrainedElsewhereOrUnderAnotherName(String setting) throws Exception {
        String study = """
                study: filters
                base: {family: cnn}
                grid: {training.batchSize: [32, 64]}
                published: {metric: test.accuracy, values: {batchSize=32: [80]}, tolerance: 1}
                """;
        Path file = Files.writeString(folder.resolve("filters.yaml"), study);

        SubmissionDocument document = SubmissionFile.read(file, List.of(Setting.parse(setting)));

        assertThat(document.notes()).isEmpty();
        assertThat(document.request().has("published")).isTrue();
    }

    @Test
    void aStudyThatCannotBeRunStaysAsItIs() throws Exception {
        SubmissionDocument document = read("training.epochs=0");

        assertThat(document.notes()).isEmpty();
        assertThat(document.request().at("/include/1").has("published")).isTrue();
    }

    @Test
    void whatWasNotSetStaysAsItIs() throws Exception {
        JsonNode written = YamlText.read(STUDY, "test");

        assertThat(SubmissionFile.read(write(), List.of()).request()).isEqualTo(written);
    }

    private SubmissionDocument read(String setting) throws Exception {
        return SubmissionFile.read(write(), List.of(Setting.parse(setting)));
    }

    private Path write() throws Exception {
        return Files.writeString(folder.resolve("study.yaml"), STUDY);
    }
}
