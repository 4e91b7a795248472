package dev.atelier.results.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.results.SampleEvents;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What is shown of a study is what was measured, also of studies that versions before accepted: nothing is counted twice,
 * averaged over what differs, or ranked where nothing differs.
 */
@QuarkusTest
class StudyFiguresTest extends StudyPageTest {
    private static final String ONE =
            "{'study': '%s', 'base': {'family': 'mlp'}, 'variants': [{'name': 'a'}, {'name': 'b'}]}";

    @Test
    void jobsOfOneNameAreNotAveragedOverTheirConfigurations() {
        JsonNode request = StudyEvents.read(
                "{'study': 'all', 'include': [{'study': 'part', 'base': {'family': 'mlp'}}, {'study': 'part', 'base': {'family': 'mlp', 'training': {'epochs': 1}}}]}");
        publish(new StudyEvents("mixed-12345678", request)
                .completed("part", "a", 1, "mixed-1", "{}", 0.8)
                .completed("part", "a", 2, "mixed-2", "{}", 0.82)
                .completed("part", "a", 1, "mixed-3", "{'training': {'epochs': 1}}", 0.6)
                .completed("part", "a", 2, "mixed-4", "{'training': {'epochs': 1}, 'runtime': {'threads': 1}}", 0.62)
                .all());
        JsonNode study = completed("mixed-12345678", 4);

        assertThat(study.path("variants").findValuesAsText("variant"))
                .containsExactly("a (configuration 1)", "a (configuration 2)");
        assertThat(study.at("/variants/0/mean/testAccuracy").asDouble()).isCloseTo(0.81, within(1e-12));
        assertThat(study.at("/variants/1/mean/testAccuracy").asDouble()).isCloseTo(0.61, within(1e-12));
        String page = get("/studies/mixed-12345678").body();
        assertThat(page).contains("81.00 ± 1.41", "61.00 ± 1.41").doesNotContain("71.00", "id=\"part-3\"");
        assertThat(page.split("<section ", -1)).as("two studies of one name").hasSize(2);
    }

    @Test
    void aTrainingCountsOnceHoweverManyMembersLeadToIt() {
        publish(new StudyEvents("twice-12345678", StudyEvents.read(ONE.formatted("twice")))
                .completed("twice", "a", 1, "twice-1", "{}", 0.778)
                .completed("twice", "a", 1, "twice-1", "{}", 0.778)
                .ended(
                        "twice",
                        "a",
                        2,
                        "twice-2",
                        "{}",
                        SampleEvents.completed(
                                "twice-2",
                                "r",
                                0.778,
                                SampleEvents.completedAlone("twice-1", "r", 0)
                                        .model()
                                        .sha256()))
                .completed("twice", "b", 1, "twice-3", "{}", 0.7)
                .completed("twice", "b", 2, "twice-4", "{}", 0.71)
                .all());
        JsonNode study = completed("twice-12345678", 5);

        assertThat(study.at("/variants/0/jobs").asInt()).isEqualTo(3);
        assertThat(study.at("/variants/0/counted").asInt()).isEqualTo(1);
        assertThat(study.at("/variants/0/standardDeviation/testAccuracy").isNull())
                .isTrue();
        assertThat(study.at("/variants/1/counted").asInt()).isEqualTo(2);
        for (String shown : List.of("", "/report.html", "/report.json")) {
            assertThat(get("/studies/twice-12345678" + shown).body())
                    .as("the study%s", shown)
                    .contains(
                            "77.80",
                            "1/3",
                            "2 of 3 jobs ended with the same weights as another one, and do not count again")
                    .doesNotContain("77.80 ±", "[77.80");
        }
    }

    @Test
    void trainingsThatDivergedAreNoPartOfTheMean() {
        publish(new StudyEvents("nan-12345678", StudyEvents.read(ONE.formatted("nan")))
                .completed("nan", "a", 1, "nan-1", "{}", 0.8)
                .ended("nan", "a", 2, "nan-2", "{}", StudyEvents.notANumber("nan-2"))
                .ended("nan", "a", 3, "nan-3", "{}", SampleEvents.failed("nan-3", "r"))
                .completed("nan", "a", 4, "nan-4", "{}", 0.82)
                .completed("nan", "b", 1, "nan-5", "{}", 0.7)
                .all());
        JsonNode study = completed("nan-12345678", 4);

        assertThat(study.at("/variants/0/mean/testAccuracy").asDouble()).isCloseTo(0.81, within(1e-12));
        assertThat(study.at("/variants/0/counted").asInt()).isEqualTo(2);
        assertThat(study.at("/variants/0/diverged").asInt()).isEqualTo(2);
        assertThat(study.at("/members/1/diverged").asBoolean()).isTrue();
        assertThat(get("/studies/nan-12345678").body())
                .contains("81.00 ± 1.41", "2/4", "2 of 4 seeds diverged and are not part of the mean")
                .doesNotContain("NaN");
        for (String resource :
                List.of("/api/jobs/nan-2", "/api/studies/nan-12345678", "/studies/nan-12345678/report.json")) {
            assertThat(get(resource).body()).as(resource).doesNotContain("\"NaN\"", "Infinity\"");
        }
    }

    @Test
    void whatIsEqualIsCalledEqual() {
        String request = "{'study': 'equal', 'base': {'family': 'mlp'}, 'baseline': 'a', 'seeds': [1, 2],"
                + " 'variants': [{'name': 'a'}, {'name': 'b'}]}";
        publish(new StudyEvents("equal-12345678", StudyEvents.read(request))
                .completed("equal", "a", 1, "equal-1", "{}", 0.8)
                .completed("equal", "a", 2, "equal-2", "{}", 0.81)
                .completed("equal", "b", 1, "equal-3", "{'training': {'batchSize': 128}}", 0.8)
                .completed("equal", "b", 2, "equal-4", "{'training': {'batchSize': 128}}", 0.81)
                .all());
        completed("equal-12345678", 4);

        assertThat(get("/studies/equal-12345678").body())
                .contains("&#39;a&#39; and &#39;b&#39; are equal", "equal, 2 seeds")
                .doesNotContain("★", "highest", "equivalent", "different", "On each");
    }

    @Test
    void aDifferenceThatIsTheSameOnEachSeedIsExplained() {
        String request = "{'study': 'constant', 'base': {'family': 'mlp'}, 'baseline': 'a', 'seeds': [1, 2],"
                + " 'variants': [{'name': 'a'}, {'name': 'b'}]}";
        publish(new StudyEvents("constant-12345678", StudyEvents.read(request))
                .completed("constant", "a", 1, "constant-1", "{}", 0.8)
                .completed("constant", "a", 2, "constant-2", "{}", 0.82)
                .completed("constant", "b", 1, "constant-3", "{'training': {'batchSize': 128}}", 0.81)
                .completed("constant", "b", 2, "constant-4", "{'training': {'batchSize': 128}}", 0.83)
                .all());
        completed("constant-12345678", 4);

        assertThat(get("/studies/constant-12345678").body())
                .contains(
                        "+1.00 on each, 2 seeds", "&#39;On each&#39; marks a difference that is the same on each seed");
    }

    @Test
    void variantsAreChosenWithinTheStudyThatDeclaresThemByItsObjectiveOnCommonSeeds() {
        JsonNode request = StudyEvents.read("{'study': 'parts', 'include': ["
                + "{'study': 'loss', 'objective': {'metric': 'validation.loss'}, 'base': {'family': 'mlp'}},"
                + "{'study': 'accuracy', 'base': {'family': 'mlp'}}]}");
        publish(new StudyEvents("parts-12345678", request)
                .measured("loss", "a", 1, "parts-1", Map.of("validation.loss", 0.5, "validation.accuracy", 0.9))
                .measured("loss", "b", 1, "parts-2", Map.of("validation.loss", 0.4, "validation.accuracy", 0.7))
                .measured("accuracy", "c", 1, "parts-3", Map.of("validation.loss", 0.1, "validation.accuracy", 0.6))
                .measured("accuracy", "c", 2, "parts-4", Map.of("validation.loss", 0.1, "validation.accuracy", 0.99))
                .measured("accuracy", "d", 1, "parts-5", Map.of("validation.loss", 0.2, "validation.accuracy", 0.65))
                .all());
        JsonNode study = completed("parts-12345678", 5);

        assertThat(study.path("choices"))
                .isEqualTo(StudyEvents.read(
                        "[{'best': ['b'], 'commonSeeds': 1, 'direction': 'minimize', 'experiment': 'loss',"
                                + " 'measured': 2, 'objective': 'validation.loss', 'sameSeeds': true},"
                                + "{'best': ['d'], 'commonSeeds': 1, 'direction': 'maximize', 'experiment': 'accuracy',"
                                + " 'measured': 2, 'objective': 'validation.accuracy', 'sameSeeds': false}]"));
        assertThat(study.at("/variants/0/objective").asText()).isEqualTo("validation.loss");
        assertThat(study.at("/variants/0/mean/objective").asDouble()).isEqualTo(0.5);
        assertThat(study.at("/variants/3/mean/objective").asDouble()).isEqualTo(0.65);
        assertThat(get("/studies/parts-12345678").body())
                .contains(
                        "&#39;b&#39; has the lowest mean validation loss",
                        "&#39;d&#39; has the highest mean validation accuracy on the one seed");
    }

    /** A baseline that cannot be compared with is not passed over in silence. */
    @Test
    void aBaselineOfWhichAllJobsDivergedIsNamed() {
        String request = "{'study': 'baseless', 'base': {'family': 'mlp'}, 'baseline': 'a', 'seeds': [1, 2],"
                + " 'variants': [{'name': 'a'}, {'name': 'b'}]}";
        publish(new StudyEvents("baseless-12345678", StudyEvents.read(request))
                .ended("baseless", "a", 1, "baseless-1", "{}", StudyEvents.notANumber("baseless-1"))
                .ended("baseless", "a", 2, "baseless-2", "{}", StudyEvents.notANumber("baseless-2"))
                .completed("baseless", "b", 1, "baseless-3", "{'training': {'batchSize': 128}}", 0.8)
                .completed("baseless", "b", 2, "baseless-4", "{'training': {'batchSize': 128}}", 0.81)
                .all());
        completed("baseless-12345678", 4);

        for (String shown : List.of("", "/report.html")) {
            assertThat(get("/studies/baseless-12345678" + shown).body())
                    .as("the study%s", shown)
                    .contains("Nothing is compared with the baseline &#39;a&#39;: all its jobs diverged.");
        }
    }

    /** What a study is chosen by is what all that it is made of are chosen by. */
    @Test
    void aStudyOfStudiesOfOneObjectiveHasThatObjective() {
        JsonNode request = StudyEvents.read("{'study': 'alike', 'include': ["
                + "{'study': 'loss', 'objective': {'metric': 'validation.loss'}, 'base': {'family': 'mlp'}}]}");
        publish(new StudyEvents("alike-12345678", request)
                .measured("loss", "a", 1, "alike-1", Map.of("validation.loss", 0.5, "validation.accuracy", 0.9))
                .all());
        JsonNode study = completed("alike-12345678", 1);

        assertThat(study.path("objective").asText()).isEqualTo("validation.loss");
        assertThat(study.path("direction").asText()).isEqualTo("minimize");
    }

    @Test
    void aGridIsComparedWithTheBaselineAtTheSameValuesInNumericOrder() {
        String request =
                "{'study': 'gridded', 'base': {'family': 'mlp'}, 'baseline': 'a', 'grid': {'training.batchSize': [128, 64]},"
                        + " 'variants': [{'name': 'b'}, {'name': 'a'}]}";
        StudyEvents study = new StudyEvents("gridded-12345678", StudyEvents.read(request));
        double[] accuracies = {0.9, 0.8, 0.75, 0.7};
        int job = 0;
        for (String variant : List.of("b", "a")) {
            for (int size : new int[] {128, 64}) {
                study.completed(
                        "gridded",
                        variant + " batchSize=" + size,
                        1,
                        "gridded-" + job,
                        "{'training': {'batchSize': " + size + "}, 'model': {'hidden': ["
                                + (variant.equals("a") ? 8 : 9) + "]}}",
                        accuracies[job++]);
            }
        }
        publish(study.all());
        completed("gridded-12345678", 4);

        String table = get("/studies/gridded-12345678").body();
        assertThat(table.indexOf("b batchSize=64")).isLessThan(table.indexOf("b batchSize=128"));
        assertThat(table)
                .containsPattern("b batchSize=64</th>.*<td>\\+10.00, 1 seed</td>")
                .containsPattern("b batchSize=128</th>.*<td>\\+15.00, 1 seed</td>")
                .containsPattern("a batchSize=64</th>.*<td>–</td>");
    }

    /** Neither what only some variants have, nor what none has, is claimed of all. */
    @Test
    void oneSeedCarriesNoIntervalAndEmptyColumnsAreNotShown() {
        publish(new StudyEvents("single-12345678", StudyEvents.read(ONE.formatted("single")))
                .completed("single", "a", 1, "single-1", "{}", 0.8)
                .completed("single", "b", 1, "single-2", "{}", 0.9)
                .all());
        completed("single-12345678", 2);

        for (String shown : List.of("", "/report.html", "/report.json")) {
            assertThat(get("/studies/single-12345678" + shown).body())
                    .as("the study%s", shown)
                    .contains("80.00", "90.00", "1/1")
                    .doesNotContain("80.00 ±", "interval over", "published", "within tolerance", "difference from");
        }
    }
}
