package dev.atelier.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Direction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchSpecReaderTest {
    private static final String SPACE = "'space': {'training.batchSize': {'int': [32, 640]}}";

    private static Checked<SearchSpec> read(String text) {
        JsonNode search = Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), JsonNode.class);
        return SearchSpecReader.read(search, 27, Direction.MAX);
    }

    private static List<String> mistakes(String text) {
        return ((Checked.Invalid<SearchSpec>) read(text))
                .violations().stream().map(Violation::sentence).toList();
    }

    @Test
    void aSearchIsReadWithItsDefaults() {
        SearchSpec spec =
                read("{'algorithm': 'asha', 'trials': 64, " + SPACE + "}").orElseThrow();

        assertThat(spec.schedule()).isEqualTo(TrialSchedule.ASHA);
        assertThat(spec.sampling()).isEqualTo(Sampling.TPE);
        assertThat(List.of(
                        spec.trials(), spec.eta(), spec.minEpochs(), spec.maxEpochs(), spec.parallel(), spec.seeds()))
                .containsExactly(64, 3, 1, 27, 1, 1);
        assertThat(spec.epochs()).isEmpty();
    }

    @Test
    void everyFieldIsRead() {
        SearchSpec spec =
                read("{'algorithm': 'hyperband', 'trials': 9, 'seed': -7, 'eta': 4, 'minEpochs': 2, 'sampler': 'random',"
                                + "'parallel': 5, 'seeds': 3, 'budget': {'epochs': 100}, " + SPACE + "}")
                        .orElseThrow();

        assertThat(spec.sampling()).isEqualTo(Sampling.RANDOM);
        assertThat(List.of(
                        spec.trials(), (int) spec.seed(), spec.eta(), spec.minEpochs(), spec.parallel(), spec.seeds()))
                .containsExactly(9, -7, 4, 2, 5, 3);
        assertThat(spec.epochs()).hasValue(100);
    }

    @Test
    void successiveHalvingIsOfRandomTrials() {
        assertThat(read("{'algorithm': 'successiveHalving', 'trials': 9, " + SPACE + "}")
                        .orElseThrow()
                        .sampling())
                .isEqualTo(Sampling.RANDOM);
    }

    @Test
    void aGridNeedsNoNumberOfTrials() {
        assertThat(read("{'algorithm': 'grid', " + SPACE + "}").orElseThrow().sampling())
                .isEqualTo(Sampling.GRID);
        assertThat(read("{'algorithm': 'grid', 'space': {'p': {'int': [1, 7]}, 'q': {'choice': [1, 2]}}}")
                        .orElseThrow()
                        .trials())
                .isEqualTo(14);
        assertThat(mistakes("{'algorithm': 'grid', 'space': {'p': {'uniform': [0, 1]}}}"))
                .containsExactly(
                        "space is {\"p\":{\"uniform\":[0,1]}}; expected points beside each uniform and log range,"
                                + " since a grid has all values");
        assertThat(mistakes("{'algorithm': 'grid', 'space': {'p': {'int': [1, 1001]}}}"))
                .containsExactly("space is {\"p\":{\"int\":[1,1001]}}; expected at most 1000 combinations, or trials");
    }

    @Test
    void mistakesNameTheFieldTheValueAndWhatIsRight() {
        assertThat(mistakes("{'algorithm': 'ashaa', 'trials': 9, " + SPACE + "}"))
                .containsExactly(
                        "algorithm is \"ashaa\"; expected one of grid, random, tpe, successiveHalving, hyperband,"
                                + " asha; perhaps asha");
        assertThat(mistakes("{'algorithm': 'tpe', " + SPACE + "}"))
                .containsExactly("trials is missing; expected a whole number from 1 to 1000");
        assertThat(mistakes("{'algorithm': 'tpe', 'trials': 9, 'eta': 3, " + SPACE + "}"))
                .containsExactly("eta is 3; expected nothing: tpe trains every trial to its end");
        assertThat(mistakes("{'algorithm': 'asha', 'trials': 9, 'minEpochs': 28, 'sampler': 'grid', " + SPACE + "}"))
                .containsExactly(
                        "minEpochs is 28; expected a whole number from 1 to 27",
                        "sampler is \"grid\"; expected tpe or random");
        assertThat(mistakes("{'algorithm': 'successiveHalving', 'trials': 9, 'sampler': 'tpe', " + SPACE + "}"))
                .containsExactly(
                        "sampler is \"tpe\"; expected random: all trials begin before any of them passes the first rung");
        assertThat(mistakes("{'algorithm': 'asha', 'trails': 9, " + SPACE + "}"))
                .first()
                .isEqualTo("trails is 9; expected no such field; perhaps trials");
        assertThat(mistakes("{'algorithm': 'asha', 'trials': 9, 'budget': {'hours': 1}, " + SPACE + "}"))
                .containsExactly(
                        "budget is {\"hours\":1}; expected an object with epochs or seconds or both, such as {\"epochs\": 2000}");
        assertThat(mistakes("[]")).containsExactly("the message is []; expected an object with algorithm and space");
    }
}
