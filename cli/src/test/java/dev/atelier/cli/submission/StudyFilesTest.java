package dev.atelier.cli.submission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.study.Study;
import dev.atelier.contracts.study.StudyExpansion;
import dev.atelier.contracts.study.StudyExpansion.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every study that comes with Atelier. */
class StudyFilesTest {
    private static final Path FOLDER = Path.of("..", "studies");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !hasSearch(file))
                    .toList();
        }
    }

    private static boolean hasSearch(Path file) {
        return SubmissionFile.read(file, List.of()).request().has("search");
    }

    /** The jobs of a search are not known before it begins. */
    @Test
    void aSearchTrainsOnTheDatasetOfItsBase() {
        JsonNode search = SubmissionFile.read(
                        FOLDER.resolve("search.yaml"), List.of(Setting.parse("training.epochs=3")))
                .request();

        assertThat(search.at("/base/training/epochs").asInt()).isEqualTo(3);
        assertThat(StudyDatasets.of(search)).containsExactly("fashion-mnist");
    }

    @ParameterizedTest
    @MethodSource("files")
    void expandsIntoJobsThatCanBeRun(Path file) {
        assertThat(jobs(file, List.of())).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void canBeMadeQuick(Path file) {
        List<Setting> quick = List.of(Setting.parse("training.epochs=2"), Setting.parse("data.limit=6000"));

        assertThat(jobs(file, quick)).isNotEmpty().allSatisfy(member -> {
            assertThat(member.job().training().epochs()).isEqualTo(2);
            assertThat(member.job().data().limit()).isEqualTo(6000);
        });
    }

    @Test
    void theShortenedPaperIsComparedWithNothing() {
        List<Setting> quick = List.of(Setting.parse("training.epochs=2"), Setting.parse("data.limit=6000"));
        SubmissionDocument whole = SubmissionFile.read(FOLDER.resolve("paper.yaml"), List.of());
        SubmissionDocument shortened = SubmissionFile.read(FOLDER.resolve("paper.yaml"), quick);

        assertThat(whole.request().findValues("published")).hasSizeGreaterThan(10);
        assertThat(whole.notes()).isEmpty();
        assertThat(shortened.request().findValues("published")).isEmpty();
        assertThat(shortened.notes()).singleElement().asString().contains("mlp-lr-batch", "transfer-heads");
    }

    @Test
    void thePaperIsAllOfItsExperiments() throws IOException {
        try (Stream<Path> experiments = Files.list(FOLDER.resolve("paper"))) {
            assertThat(jobs(FOLDER.resolve("paper.yaml"), List.of()))
                    .extracting(Member::experiment)
                    .containsAll(experiments
                            .map(file -> file.getFileName().toString().replace(".yaml", ""))
                            .toList());
        }
    }

    private static List<Member> jobs(Path file, List<Setting> settings) {
        JsonNode written = SubmissionFile.read(file, settings).request();
        return StudyExpansion.expand(Study.read(written).orElseThrow()).orElseThrow();
    }
}
