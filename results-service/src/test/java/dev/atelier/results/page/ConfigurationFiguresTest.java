package dev.atelier.results.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.results.SampleEvents;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is shown of a configuration that several variants of a study have. */
@QuarkusTest
class ConfigurationFiguresTest extends StudyPageTest {
    /** Two experiments have the same configuration, with seeds of their own and one in common. */
    @Test
    void aConfigurationIsListedOnceAmongAllModelsAndNotComparedWithItself() {
        JsonNode request = StudyEvents.read("{'study': 'overlap', 'include': ["
                + "{'study': 'first', 'base': {'family': 'mlp'}, 'seeds': [1, 2]},"
                + "{'study': 'second', 'base': {'family': 'mlp'}, 'seeds': [2, 3]}]}");
        publish(new StudyEvents("overlap-12345678", request)
                .completed("first", "a1", 1, "overlap-1", "{}", 0.28)
                .completed("first", "a1", 2, "overlap-2", "{}", 0.26)
                .completed("second", "a2", 2, "overlap-2", "{}", 0.26)
                .completed("second", "a2", 3, "overlap-3", "{}", 0.15)
                .completed("second", "b", 2, "overlap-4", "{'training': {'batchSize': 128}}", 0.5)
                .all());
        completed("overlap-12345678", 5);

        for (String shown : List.of("", "/report.html", "/report.json")) {
            String all = get("/studies/overlap-12345678" + shown).body();
            assertThat(models(all))
                    .as("the study%s", shown)
                    .contains("23.00 ± 7.00", "3/3", "a1", "a2", "50.00")
                    .doesNotContain("27.00", "20.50");
            assertThat(all)
                    .contains(
                            "27.00 ± 1.41",
                            "20.50 ± 7.78",
                            "first: a1; second: a2",
                            "listed once",
                            "Test accuracy of every configuration");
        }
    }

    /** Weights of one digest from two sources can be two jobs. */
    @Test
    void twoJobsOfOneConfigurationAndSeedAreOneSeed() {
        publish(new StudyEvents("sources-12345678", ofTwo("sources"))
                .completed("first", "a1", 1, "sources-1", "{}", 0.28)
                .completed("second", "a2", 1, "sources-2", "{}", 0.28)
                .all());
        completed("sources-12345678", 2);

        assertThat(models(get("/studies/sources-12345678").body()))
                .contains("a1", "a2", "1/1")
                .doesNotContain("1/2");
    }

    /** Two seeds that lead to one training, each in an experiment of its own. */
    @Test
    void aTrainingOfTwoExperimentsCountsOnceInTheirConfiguration() {
        String weights = SampleEvents.completedAlone("one-1", "r", 0).model().sha256();
        JobCompleted same = SampleEvents.completed("one-2", "r", 0.778, weights);
        publish(new StudyEvents("one-12345678", ofTwo("one"))
                .completed("first", "a1", 1, "one-1", "{}", 0.778)
                .ended("second", "a2", 2, "one-2", "{}", same)
                .all());
        completed("one-12345678", 2);

        assertThat(models(get("/studies/one-12345678").body()))
                .contains("77.80", "1/2")
                .doesNotContain("±", "2/2");
    }

    /** The seeds of its grid are variants of one configuration. */
    @Test
    void theVariantsOfTheOnlyExperimentAreDrawnEach() {
        publish(new StudyEvents(
                        "seeds-12345678",
                        StudyEvents.read("{'study': 'seeds', 'base': {'family': 'mlp'}, 'grid': {'seed': [1, 2]},"
                                + " 'variants': [{'name': 'a'}]}"))
                .completed("seeds", "a seed=1", 1, "seeds-1", "{}", 0.8)
                .completed("seeds", "a seed=2", 2, "seeds-2", "{}", 0.7)
                .all());
        completed("seeds-12345678", 2);

        assertThat(get("/studies/seeds-12345678").body())
                .contains("Test accuracy of every variant")
                .doesNotContain("a seed=1; a seed=2");
    }

    private static JsonNode ofTwo(String study) {
        return StudyEvents.read("{'study': '" + study + "', 'include': [{'study': 'first', 'base': {'family': 'mlp'}},"
                + " {'study': 'second', 'base': {'family': 'mlp'}}]}");
    }

    /** The table of all models in a page or report. */
    private static String models(String all) {
        int start = all.indexOf("All models");
        return all.substring(start, all.indexOf("</table>", start));
    }
}
