package dev.atelier.contracts.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.check.Violation;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes to the same job is counted once or refused, with both places. */
class SameJobsTest {
    private static final String BASE = "'study': 's', 'base': {'family': 'mlp'}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            training.optimizer.learningRate | [0.01, 1e-2]                         | [1] is 0.01
            training.optimizer.learningRate | [0.01, 0.010]                        | [1] is 0.01
            training.optimizer.learningRate | [0.001, null]                        | [1] is null
            training.batchSize              | [32, 32.0]                           | [1] is 32
            training.batchSize              | [32, 3.2e1]                          | [1] is 32
            training.l1                     | [0, -0.0]                            | [1] is 0
            training.l1                     | [1e-5, 0.00001]                      | [1] is 1e-5
            training.gradientClipNorm       | [null, null]                         | [1] is null
            model.hidden                    | [[32, 64], [32.0, 6.4e1]]            | [1] is [32,64]
            model.hidden                    | [[256, 256], null]                   | [1] is null
            model.activation                | ['relu', 'relu']                     | [1] is "relu"
            training.optimizer              | [{'name': 'sgd'}, {'name': 'sgd', 'momentum': 0}] | [1] is {"name":"sgd","momentum":0}
            training.optimizer              | [{}, {'name': 'adam', 'betas': [0.90, 0.999], 'eps': 0.00000001}] | [1] is {"name":"adam"
            data.augment                    | [{}, {'erase': 0}]                   | [1] is {"erase":0}
            training.earlyStopping          | [{}, {'mode': 'min', 'patience': 5.0}] | [1] is {"mode":"min"
            runtime.threads                 | [1, 2]                               | [1] is 2
            name                            | ['a', 'b']                           | [1] is "b"
            tags.a                          | ['a', 'b']                           | [1] is "b"
            seed                            | [7, 7.0]                             | [1] is 7
            """)
    void valuesOfAGridThatComeToTheSameJobAreRefused(String path, String values, String second) {
        List<Violation> violations = Studies.expand("{" + BASE + ", 'grid': {'" + path + "': " + values + "}}")
                .violations();

        assertThat(violations).singleElement().satisfies(violation -> {
            assertThat(violation.sentence()).startsWith("grid." + path + second);
            assertThat(violation.expected())
                    .matches("one that makes another job: grid\\." + path
                            + "\\[0]( \\(\".*\"\\))? makes the same job.*");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'variants': [{'name': 'a'}, {'name': 'b', 'patch': {'training': {'batchSize': 64.0}}}] | variants[1] is "b"; expected one that makes another job: variants[0] ("a") makes the same job, with seed 42
            'variants': [{'name': 'a'}, {'name': 'b', 'patch': {'name': 'x', 'tags': {'t': 'u'}}}] | variants[1] is "b"; expected one that makes another job: variants[0] ("a") makes the same job, with seed 42
            'variants': [{'name': 'a', 'patch': {'training': {'epochs': 1}}}, {'name': 'b', 'patch': {'training': {'epochs': 1}}}], 'seeds': [3, 4] | variants[1] is "b"; expected one that makes another job: variants[0] ("a") makes the same job, with seed 3
            'variants': [{'name': 'a'}, {'name': 'b', 'patch': {'training': {'l2': 0}}}], 'grid': {'training.epochs': [1, 2]} | variants[1] is "b epochs=1"; expected one that makes another job: variants[0] ("a epochs=1") makes the same job, with seed 42
            'grid': {'training.epochs': [1, 2], 'training.l1': [0, -0.0]} | grid.training.l1[1] is 0; expected one that makes another job: grid.training.l1[0] makes the same job, with seed 42
            'seeds': [1, 1] | seeds is [1,1]; expected a list without repetitions: seeds[0] and seeds[1] are the same
            'seeds': [1, 2, 1.0] | seeds is [1,2,1]; expected a list without repetitions: seeds[0] and seeds[2] are the same
            """)
    void whatComesToTheSameJobIsRefusedWithBothPlaces(String members, String sentence) {
        assertThat(Studies.expand("{" + BASE + ", " + members + "}").violations())
                .extracting(Violation::sentence)
                .contains(sentence);
    }

    @Test
    void everyRepetitionIsNamed() {
        assertThat(Studies.expand("{" + BASE + ", 'grid': {'training.optimizer.learningRate': [0.01, 1e-2, 0.010]}}")
                        .violations())
                .extracting(Violation::field)
                .containsExactly("grid.training.optimizer.learningRate[1]", "grid.training.optimizer.learningRate[2]");
    }

    /** Results are grouped by the names of variants. */
    @Test
    void differentJobsOfOneNameAreRefused() {
        assertThat(Studies.expand("{" + BASE + ", 'grid': {'data.dataset': [null, 'null']}}")
                        .violations())
                .extracting(Violation::sentence)
                .containsExactly("grid.data.dataset[1] is \"null\"; expected one that makes another name than"
                        + " \"dataset=null\": grid.data.dataset[0] has the same name");
    }

    /** Any list of spellings of two numbers has as many variants as it has different numbers, or is refused. */
    @Test
    void aGridHasAsManyVariantsAsJobs() {
        List<String> spellings =
                List.of("16", "16.0", "1.6e1", "160e-1", "16.00", "32", "32.0", "3.2E1", "0.32e2", "64");
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            List<String> drawn = random.ints(1 + random.nextInt(3), 0, spellings.size())
                    .mapToObj(spellings::get)
                    .toList();
            long different = drawn.stream().map(Double::valueOf).distinct().count();
            StudyExpansion.Expansion expansion =
                    Studies.expand("{" + BASE + ", 'grid': {'training.batchSize': " + drawn + "}}");

            assertThat(expansion.violations()).as(drawn.toString()).hasSize((int) (drawn.size() - different));
        }
    }

    @Test
    void studiesMayShareABaseline() {
        String baseline = "{'study': 'baseline', 'base': {'family': 'mlp'}}";
        String widths =
                "{'study': 'widths', 'base': {'family': 'mlp'}, 'grid': {'model.hidden': [[256, 256], [512, 512]]}}";
        assertThat(Studies.expand("{'study': 'all', 'include': [" + baseline + ", " + widths + "]}"))
                .satisfies(expansion -> {
                    assertThat(expansion.violations()).isEmpty();
                    assertThat(expansion.members()).hasSize(3);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'study': 'a', 'base': {'family': 'mlp'}}, {'study': 'b', 'base': {'family': 'mlp'}}",
                "{'study': 'a', 'base': {'family': 'mlp'}}, {'study': 'b', 'base': {'family': 'mlp', 'seed': 42.0}}",
                "{'study': 'a', 'base': {'family': 'mlp'}, 'seeds': [1, 2]}, {'study': 'c', 'include': [{'study': 'b', 'base':"
                        + " {'family': 'mlp'}, 'grid': {'seed': [2, 1]}}]}"
            })
    void twoStudiesOfTheSameJobsAreRefusedWhateverTheirNames(String included) {
        assertThat(Studies.expand("{'study': 'all', 'include': [" + included + "]}")
                        .violations())
                .singleElement()
                .extracting(Violation::sentence)
                .asString()
                .matches(
                        "include\\[1]\\.(include\\[0]\\.)?study is \"b\"; expected a study with another job: all its jobs"
                                + " are those of include\\[0]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'seeds': [1, 2]                                                             | seeds
            'baseline': 'a'                                                             | baseline
            'objective': {'metric': 'validation.loss'}                                  | objective
            'published': {'metric': 'test.loss', 'tolerance': 1, 'values': {'a': [1]}}  | published
            """)
    void whatOnlyAStudyWithJobsHasIsRefusedInOneThatOnlyIncludes(String member, String field) {
        assertThat(Studies.expand("{'study': 'all', " + member
                                + ", 'include': [{'study': 'a', 'base': {'family': 'mlp'}}]}")
                        .violations())
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.field()).isEqualTo(field);
                    assertThat(violation.expected()).startsWith("nothing: the study has no jobs of its own");
                });
    }
}
