package dev.atelier.contracts.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Direction;
import dev.atelier.contracts.study.StudyExpansion.Expansion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudyExpansionTest {
    private static final String DEPTH = """
            {'study': 'mlp-depth',
             'base': {'family': 'mlp', 'training': {'optimizer': {'name': 'sgd'}}},
             'baseline': 'linear',
             'variants': [
               {'name': 'linear', 'patch': {'model': {'hidden': []}},
                'published': {'metric': 'test.accuracy', 'values': [73.80, 73.54], 'tolerance': 0.5}},
               {'name': 'two-hidden', 'patch': {'model': {'hidden': [256, 256]}}}],
             'grid': {'training.batchSize': [32, 64]},
             'seeds': [1, 2, 3]}
            """;

    @Test
    void variantsGridAndSeedsMultiply() {
        List<StudyExpansion.Member> members = expanded(DEPTH);

        assertThat(members).hasSize(2 * 2 * 3);
        assertThat(members)
                .extracting(StudyExpansion.Member::variant)
                .containsSubsequence("linear batchSize=32", "linear batchSize=64", "two-hidden batchSize=32");
        Job last = members.getLast().job();
        assertThat(last.seed()).isEqualTo(3);
        assertThat(last.training().batchSize()).isEqualTo(64);
        assertThat(last.model().fields().path("hidden").toString()).isEqualTo("[256,256]");
        assertThat(last.name()).isEqualTo("mlp-depth/two-hidden batchSize=64 seed 3");
    }

    @Test
    void aFurtherCheckNamesTheFieldOfTheStudy() {
        Violation small = new Violation("training.batchSize", "64", "at most 32");
        Violation absent = new Violation("data.dataset", "\"fashion-mnist\"", "another");

        Expansion expansion = StudyExpansion.expand(
                tree(DEPTH),
                job -> job.training().batchSize() == 64 ? List.of(small, absent) : List.of(),
                Deadline.none());

        assertThat(expansion.fitsSchema()).isTrue();
        assertThat(expansion.violations())
                .containsExactly(
                        new Violation("grid.training.batchSize[1]", "64", "at most 32"),
                        new Violation("base.data.dataset", "\"fashion-mnist\"", "another"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'all', 'include': [{'study': 'y', 'base': {'family': 'mlp'}}, {'study': 'y', 'base': {'family': 'cnn'}}] | include[1].study | include[0] has the same
            'y', 'base': {'family': 'mlp'}, 'include': [{'study': 'y', 'base': {'family': 'cnn'}}] | include[0].study | the study at the top has the same
            'all', 'include': [{'study': 'b', 'include': [{'study': 'y', 'base': {'family': 'mlp'}}]}, {'study': 'y', 'base': {'family': 'mlp'}}] | include[1].study | include[0].include[0] has the same
            """)
    void studiesOfOneNameAreNotMixed(String study, String field, String expected) {
        assertThat(wrong("{'study': " + study + "}")).singleElement().satisfies(violation -> {
            assertThat(violation.field()).isEqualTo(field);
            assertThat(violation.value()).isEqualTo("\"y\"");
            assertThat(violation.expected()).isEqualTo("a name of its own; " + expected);
        });
    }

    @Test
    void studiesWhoseNamesAreWrongAreNotTakenForOne() {
        assertThat(StudyExpansion.expand(
                                tree(
                                        "{'study': 'all', 'include': [{'study': 'My Study', 'base': {'family': 'mlp'}},"
                                                + " {'base': {'family': 'cnn'}}, {'study': 'study', 'base': {'family': 'transfer'}}]}"),
                                job -> List.of(),
                                Deadline.none())
                        .violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder("include[0].study", "include[1].study");
    }

    @ParameterizedTest
    @ValueSource(strings = {"training..x", ".training", "training.", "", "training.epochs.x", "trainning.epochs"})
    void aPathOfTheGridThatNoJobHasIsNamedThere(String path) {
        List<Violation> violations = StudyExpansion.expand(
                        tree(
                                "{'study': 's', 'base': {'family': 'mlp', 'data': {'limit': 100}, 'training': {'epochs': 5}}, 'grid': {'"
                                        + path + "': [1]}}"),
                        job -> List.of(),
                        Deadline.none())
                .violations();
        assertThat(violations)
                .isNotEmpty()
                .extracting(Violation::field)
                .allMatch(
                        field -> field.equals("grid." + path) || field.equals("grid." + path + "[0]"), "grid." + path);
    }

    @Test
    void aStudyWithoutVariantsIsOneJob() {
        assertThat(expanded("{'study': 'quickstart', 'base': {'family': 'mlp', 'seed': 7}}"))
                .singleElement()
                .satisfies(member -> {
                    assertThat(member.variant()).isEqualTo("quickstart");
                    assertThat(member.job().seed()).isEqualTo(7);
                    assertThat(member.job().name()).isEqualTo("quickstart seed 7");
                });
    }

    private static final String GRID = """
            {'study': 'grid', 'base': {'family': 'mlp'},
             'grid': {'training.optimizer.learningRate': [0.001, 0.1], 'training.batchSize': [32, 64]},
             'published': {'metric': 'validation.accuracy', 'tolerance': 0.7,
                           'values': {'learningRate=0.1 batchSize=32': [88.28, 88.3], '%s': [86]}}}
            """;

    @Test
    void aGridsCombinationsHavePublishedFiguresOfTheirOwn() {
        String text = GRID.formatted("learningRate=0.001 batchSize=64");
        assertThat(expanded(text)).hasSize(4);

        Study study = study(text);

        assertThat(study.published("learningRate=0.1 batchSize=32"))
                .contains(new Study.Published("validation.accuracy", List.of(88.28, 88.3), 0.7));
        assertThat(study.published("learningRate=0.1 batchSize=64")).isEmpty();
    }

    @Test
    void aVariantsPublishedFiguresAreThoseOfItsCombinationsToo() {
        Study study = study(DEPTH);
        assertThat(study.published("linear batchSize=64").orElseThrow().values())
                .containsExactly(73.80, 73.54);
        assertThat(study.published("two-hidden batchSize=64")).isEmpty();
        assertThat(study.published("linearly")).isEmpty();
    }

    @Test
    void publishedFiguresOfNoVariantAreRejected() {
        assertThat(StudyExpansion.expand(study(GRID.formatted("learningRate=0.001 batchSize=46"))))
                .isEqualTo(new Checked.Invalid<>(List.of(new Violation(
                        "published.values",
                        "\"learningRate=0.001 batchSize=46\"",
                        "the name of a variant with the grid's values: learningRate=0.001 batchSize=32,"
                                + " learningRate=0.001 batchSize=64, learningRate=0.1 batchSize=32,"
                                + " learningRate=0.1 batchSize=64"))));
    }

    @Test
    void includedStudiesKeepTheirNames() {
        assertThat(expanded(
                        "{'study': 'all', 'include': [" + DEPTH + ", {'study': 'one', 'base': {'family': 'cnn'}}]}"))
                .hasSize(13)
                .extracting(StudyExpansion.Member::experiment)
                .containsOnly("mlp-depth", "one");
    }

    @Test
    void nullInAPatchGoesBackToTheDefault() {
        assertThat(expanded("{'study': 's', 'base': {'family': 'mlp', 'training': {'epochs': 3}},"
                        + " 'variants': [{'name': 'v', 'patch': {'training': {'epochs': null}}}]}"))
                .singleElement()
                .satisfies(
                        member -> assertThat(member.job().training().epochs()).isEqualTo(20));
    }

    @Test
    void aMistakeIsNamedWhereItWasWritten() {
        assertThat(wrong("{'study': 's', 'base': {'family': 'mlp', 'seed': -1, 'data': {'limit': 0}},"
                        + " 'variants': [{'name': 'a', 'patch': {'model': {'hidden': 5}}}],"
                        + " 'grid': {'training.epochs': [1, 0]}}"))
                .extracting(Violation::field)
                .containsExactlyInAnyOrder(
                        "base.seed", "base.data.limit", "variants[0].patch.model.hidden", "grid.training.epochs[1]");
    }

    @Test
    void namesMustFit() {
        assertThat(wrong("{'study': 's', 'base': {'family': 'mlp'}, 'baseline': 'c',"
                        + " 'variants': [{'name': 'a'}, {'name': 'a'}]}"))
                .extracting(Violation::field)
                .containsExactlyInAnyOrder("baseline", "variants[1].name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'baseline': 'c', 'base': {'family': 'mlp'}, 'variants': [{'name': 'a'}, {'name': 'b'}] | baseline | a, b",
                "'baseline': 'c', 'base': {'family': 'mlp'}, 'variants': [{'name': 'a'}], 'grid': {'training.epochs': [1, 2]} | baseline | a",
                "'baseline': 'c', 'base': {'family': 'mlp'} | baseline | ``",
                "'baseline': 's', 'base': {'family': 'mlp'} | baseline | ``",
                "'baseline': 'c', 'base': {'family': 'mlp'}, 'grid': {'training.epochs': [1, 2]} | baseline | ``",
                "'include': [{'study': 't', 'base': {'family': 'mlp'}, 'baseline': 'c'}] | include[0].baseline | ``"
            })
    void aBaselineIsAVariantOfItsStudy(String study, String field, String variants) {
        assertThat(wrong("{'study': 's', " + study + "}")).singleElement().satisfies(violation -> {
            assertThat(violation.field()).isEqualTo(field);
            assertThat(violation.expected())
                    .isEqualTo(
                            variants.isEmpty()
                                    ? "no baseline, as the study declares no variants"
                                    : "the name of a variant: " + variants);
        });
    }

    @Test
    void anExplosionIsRefused() {
        String values = "[" + "1,".repeat(99) + "1]";
        assertThat(wrong("{'study': 's', 'base': {'family': 'mlp'}, 'grid': {'training.epochs': " + values
                        + ", 'training.batchSize': " + values + "}}"))
                .singleElement()
                .satisfies(violation -> assertThat(violation.value()).isEqualTo("10000 jobs"));
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        Expansion expansion = StudyExpansion.expand(
                tree("{'study': 'Depth', 'seeds': [1, -2], 'objective': {'metric': 'validation.loss', 'direction':"
                        + " 'maximize'}, 'base': {'seed': 'x', 'training': {'epochs': 0}}, 'variants': [{'name': 'A B',"
                        + " 'patch': {'model': {'hidden': 5}}}, 7, {'name': 'c', 'patch': {'data': {'limit': 0}}}],"
                        + " 'include': [5, {'study': 'inner', 'base': {'family': 'mpl'}}]}"),
                job -> List.of(new Violation("data.dataset", "\"fashion-mnist\"", "another")),
                Deadline.none());

        assertThat(expansion.fitsSchema()).isFalse();
        assertThat(expansion.violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder(
                        "study",
                        "seeds[1]",
                        "objective.direction",
                        "variants[0].name",
                        "variants[1]",
                        "include[0]",
                        "base.family",
                        "base.seed",
                        "base.training.epochs",
                        "variants[0].patch.model.hidden",
                        "variants[2].patch.data.limit",
                        "include[1].base.family");
    }

    @ParameterizedTest
    @CsvSource({"validation.accuracy, MAX", "validation.loss, MIN", "train.accuracy, MAX", "train.loss, MIN"})
    void theDirectionFollowsFromTheMetric(String metric, Direction direction) {
        String study = "{'study': 's', 'base': {'family': 'mlp'}, 'objective': {'metric': '" + metric + "'%s}}";

        assertThat(study(study.formatted("")).objective().direction()).isEqualTo(direction);
        assertThat(study(study.formatted(", 'direction': '" + direction.verb() + "'"))
                        .objective()
                        .direction())
                .isEqualTo(direction);
        String other = direction == Direction.MAX ? "minimize" : "maximize";
        assertThat(Study.read(tree(study.formatted(", 'direction': '" + other + "'"))))
                .isInstanceOfSatisfying(
                        Checked.Invalid.class,
                        invalid -> assertThat(invalid.violations())
                                .singleElement()
                                .satisfies(violation -> assertThat(((Violation) violation).sentence())
                                        .startsWith("objective.direction is \"" + other + "\"; expected "
                                                + direction.verb())));
    }

    /** As results are read from events that were written before the direction followed from the metric. */
    @Test
    void aStudyWithoutADirectionHasTheMetrics() {
        Study study = Json.MAPPER.convertValue(
                tree("{'study': 's', 'objective': {'metric': 'validation.loss'}}"), Study.class);

        assertThat(study.objective().direction()).isEqualTo(Direction.MIN);
        assertThat(Json.text(study.objective()))
                .isEqualTo("{\"direction\":\"minimize\",\"metric\":\"validation.loss\"}");
    }

    @Test
    void partsThatNoJobIsMadeOfHoldNoControlCharactersEither() {
        Expansion expansion = StudyExpansion.expand(
                tree(
                        "{'study': 's', 'base': {'family': 'mlp', 'name': 'a\\u0000b'}, 'variants': [{'name': 'v', 'patch':"
                                + " {'name': 'fine', 'x\\u001b[2J': null}}]}"),
                job -> List.of(),
                Deadline.none());

        assertThat(expansion.violations())
                .extracting(Violation::field)
                .containsExactly("base.name", "variants[0].patch.x\\u001b[2J");
    }

    private static List<StudyExpansion.Member> expanded(String json) {
        return StudyExpansion.expand(study(json)).orElseThrow();
    }

    private static List<Violation> wrong(String json) {
        return switch (StudyExpansion.expand(study(json))) {
            case Checked.Valid<List<StudyExpansion.Member>>(var members) ->
                throw new AssertionError("valid: " + members);
            case Checked.Invalid<List<StudyExpansion.Member>>(var violations) -> violations;
        };
    }

    private static Study study(String json) {
        return Study.read(tree(json)).orElseThrow();
    }

    private static JsonNode tree(String json) {
        try {
            return Json.MAPPER.readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
