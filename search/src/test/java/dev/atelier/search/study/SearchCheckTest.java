package dev.atelier.search.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.schema.Violations;
import dev.atelier.contracts.study.SearchSeeds;
import dev.atelier.contracts.study.Study;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchCheckTest {
    private static Optional<SearchDefinition> check(String study, Violations violations) {
        return SearchCheck.check(Study.read(RecordedSearches.read(study)).orElseThrow(), job -> List.of(), violations);
    }

    private static List<String> mistakes(String base, String search) {
        Violations violations = new Violations(Deadline.none());
        Optional<SearchDefinition> definition = check(
                "{'study': 's', 'base': {'family': 'mlp'" + base + "}, 'search': {'algorithm': 'random', " + search
                        + "}}",
                violations);
        assertThat(definition.isPresent()).isEqualTo(violations.all().isEmpty());
        return violations.all().stream().map(Violation::sentence).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'trials': 4, 'space': {'training.optimiser.learningRate': {'log': [1e-4, 1]}}  | search.space.training.optimiser.learningRate is
            'trials': 4, 'space': {'training.batchSize': {'choice': [32, 0]}}              | search.space.training.batchSize is 0; expected
            'trials': 4, 'space': {'training.batchSize': {'int': [0, 64]}}                 | search.space.training.batchSize is 0; expected
            'trials': 4, 'space': {'model.hidden': {'choice': [[64], 'wide']}}             | search.space.model.hidden is "wide"; expected
            'trials': 4, 'space': {'seed': {'int': [1, 9]}}                                | search.space.seed is {"int":[1,9]}; expected another field: all trials have the same
            'trials': 4, 'space': {'training.epochs': {'int': [1, 9]}}                     | search.space.training.epochs is {"int":[1,9]}; expected another field
            'trials': 4, 'space': {'tags.x': {'choice': ['a', 'b']}}                       | search.space.tags.x is {"choice":["a","b"]}; expected another field
            'trials': 4, 'space': {'data.limit': {'int': [100, 900]}}                      | search.space.data.limit is {"int":[100,900]}; expected another field
            'trials': 4, 'budget': {'epochs': 1}, 'space': {'training.batchSize': {'choice': [32]}} | search.budget.epochs is 1; expected enough epochs for one trial
            'space': {'training.batchSize': {'choice': [32]}}                              | search.trials is missing; expected a whole number from 1 to 1000
            'trials': 500, 'seeds': 3, 'space': {'training.batchSize': {'int': [1, 600]}}  | search.trials is 500 trials, which make 1500 jobs; expected at most 1000 jobs, of trials
            'trials': 4, 'eta': 3, 'space': {'training.batchSize': {'choice': [32]}}       | search.eta is 3; expected nothing: random trains every trial to its end
            """)
    void mistakesNameTheFieldTheValueAndWhatIsRight(String search, String expected) {
        assertThat(mistakes("", search)).first().asString().startsWith(expected.strip());
    }

    @Test
    void mistakesOfTheBaseAreNamedThere() {
        assertThat(mistakes(
                        ", 'training': {'epochs': 0}",
                        "'trials': 4, 'space': {'training.batchSize': {'choice': [32]}}"))
                .singleElement()
                .asString()
                .startsWith("base.training.epochs is 0; expected");
    }

    @Test
    void aFieldOfSomeTrialsIsCheckedWhereItExists() {
        String space = "'trials': 4, 'space': {'training.optimizer.name': {'choice': ['adam', 'sgd']},"
                + " 'training.optimizer.momentum': {'uniform': [0, %s], 'when': {'training.optimizer.name': 'sgd'}}}";

        assertThat(mistakes("", space.formatted("0.9"))).isEmpty();
        assertThat(mistakes("", space.formatted("1.5")))
                .singleElement()
                .asString()
                .startsWith("search.space.training.optimizer.momentum is 1.5; expected");
    }

    @Test
    void theSeedsOfTheConfirmationFollowOnThoseOfTheTrials() {
        SearchSeeds seeds = SearchSeeds.of(
                RecordedSearches.read("{'seed': 5}"), RecordedSearches.read("{'seeds': 2, 'confirm': {'seeds': 3}}"));

        assertThat(seeds.ofTrials()).containsExactly(5L, 6L);
        assertThat(seeds.ofConfirmation()).containsExactly(7L, 8L, 9L);
        assertThat(SearchSeeds.of(RecordedSearches.read("{}"), RecordedSearches.read("{}"))
                        .ofTrials())
                .containsExactly(42L);
    }
}
