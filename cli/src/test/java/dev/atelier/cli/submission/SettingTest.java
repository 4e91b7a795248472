package dev.atelier.cli.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTest {
    @Test
    void changesOneFieldOfAJobAndLeavesTheOthers() {
        assertThat(apply("training.epochs=2", "{training: {epochs: 20, batchSize: 64}}"))
                .isEqualTo(yaml("{training: {epochs: 2, batchSize: 64}}"));
        assertThat(apply("model.hidden=[256, 256]", "{family: mlp}"))
                .isEqualTo(yaml("{family: mlp, model: {hidden: [256, 256]}}"));
    }

    @Test
    void takesAFieldBackToItsDefaultByNull() {
        assertThat(apply("training.epochs=null", "{training: {epochs: 20, batchSize: 64}}"))
                .isEqualTo(yaml("{training: {batchSize: 64}}"));
    }

    @Test
    void changesTheBaseOfAStudyAndOfWhatItIncludes() {
        assertThat(apply("training.epochs=2", "{study: s, base: {family: mlp}, include: [{study: t}]}"))
                .isEqualTo(yaml("""
                        study: s
                        base: {family: mlp, training: {epochs: 2}}
                        include: [{study: t, base: {training: {epochs: 2}}}]"""));
    }

    @Test
    void changesTheVariantsThatSetTheSameField() {
        assertThat(apply("training.epochs=2", """
                        study: s
                        variants:
                          - {name: long, patch: {family: mlp, training: {epochs: 110}}}
                          - {name: wide, patch: {model: {hidden: [1024]}}}""")).isEqualTo(yaml("""
                        study: s
                        base: {training: {epochs: 2}}
                        variants:
                          - {name: long, patch: {family: mlp, training: {epochs: 2}}}
                          - {name: wide, patch: {model: {hidden: [1024]}}}"""));
    }

    @Test
    void changesTheStudyItselfWhereOnlyStudiesHaveTheField() {
        assertThat(apply("seeds=[1, 2]", "{study: s, seeds: [1, 2, 3, 4, 5]}"))
                .isEqualTo(yaml("{study: s, seeds: [1, 2]}"));
        assertThat(apply("base.family=cnn", "{study: s, base: {family: mlp}}"))
                .isEqualTo(yaml("{study: s, base: {family: cnn}}"));
    }

    @Test
    void changesTheSeedsOfWhatAStudyIncludesToo() {
        assertThat(apply(
                        "seeds=[1]",
                        "{study: s, include: [{study: one, seeds: [1, 2]}, {study: two, include: [{study: three}]}]}"))
                .isEqualTo(
                        yaml(
                                "{study: s, include: [{study: one, seeds: [1]}, {study: two, include: [{study: three, seeds: [1]}]}]}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            training.epochs=2            | {study: s, grid: {training.epochs: [1, 5]}}                       | --set training.epochs has no effect in the study s: grid.training.epochs decides it; expected --set 'grid.training.epochs=[2]'
            training={epochs: 2}         | {study: s, grid: {training.epochs: [1, 5]}}                       | --set training has no effect in the study s: grid.training.epochs decides it; expected --set 'grid.training.epochs=[…]'
            training.optimizer.name=sgd  | {study: s, grid: {training.optimizer: [{name: adam}, {l: 1}]}}    | --set training.optimizer.name has no effect in the study s: grid.training.optimizer decides it; expected --set 'grid.training.optimizer=[…]'
            training.epochs=2            | {study: a, include: [{study: s, grid: {training.epochs: [1]}}]}   | --set training.epochs has no effect in the study s: grid.training.epochs decides it; expected --set 'grid.training.epochs=[2]'
            model.hidden=[8]             | {study: s, grid: {model.hidden: [[1], [2]]}}                      | --set model.hidden has no effect in the study s: grid.model.hidden decides it; expected --set 'grid.model.hidden=[[8]]'
            seed=7                       | {study: s, base: {family: mlp}, seeds: [1, 2]}                    | --set seed has no effect in the study s: seeds decides it; expected --set 'seeds=[7]'
            base.training.epochs=2       | {study: s, grid: {training.epochs: [1, 5]}}                       | --set base.training.epochs has no effect in the study s: grid.training.epochs decides it; expected --set 'grid.training.epochs=[2]'
            base.seed=7                  | {study: s, base: {family: mlp}, seeds: [1, 2]}                    | --set base.seed has no effect in the study s: seeds decides it; expected --set 'seeds=[7]'
            seed=7                       | {study: s, grid: {seed: [1, 2]}}                                  | --set seed has no effect in the study s: grid.seed decides it; expected --set 'grid.seed=[7]'
            """)
    void isRefusedWhereAGridOrSeedsDecideTheField(String setting, String study, String message) {
        assertThatThrownBy(() -> apply(setting, study))
                .isInstanceOf(SubmissionFileException.class)
                .hasMessage(message);
    }

    @Test
    void changesWhatAGridLeavesOpen() {
        assertThat(apply("training.optimizer.weightDecay=1", "{study: s, grid: {training.optimizer: [{name: sgd}]}}"))
                .isEqualTo(
                        yaml(
                                "{study: s, grid: {training.optimizer: [{name: sgd}]}, base: {training: {optimizer: {weightDecay: 1}}}}"));
    }

    @Test
    void changesTheGridsThatVaryAField() {
        assertThat(
                        apply(
                                "grid.training.epochs=[1]",
                                "{study: a, include: [{study: s, grid: {training.epochs: [3, 5], seed: [1]}}, {study: t, base: {seed: 1}}]}"))
                .isEqualTo(
                        yaml(
                                "{study: a, include: [{study: s, grid: {training.epochs: [1], seed: [1]}}, {study: t, base: {seed: 1}}]}"));
        assertThat(apply("grid.training.epochs=[1]", "{study: s, base: {family: mlp}}"))
                .isEqualTo(yaml("{study: s, base: {family: mlp}, grid: {training.epochs: [1]}}"));
        assertThat(apply("grid.seed=null", "{study: s, grid: {training.epochs: [3, 5], seed: [1]}}"))
                .isEqualTo(yaml("{study: s, grid: {training.epochs: [3, 5]}}"));
    }

    @Test
    void changesAVariantThatTakesTheFieldBackToItsDefault() {
        assertThat(apply(
                        "training.optimizer.name=sgd",
                        "{study: s, variants: [{name: v, patch: {training: {optimizer: null}}}]}"))
                .isEqualTo(yaml("{study: s, base: {training: {optimizer: {name: sgd}}},"
                        + " variants: [{name: v, patch: {training: {optimizer: {name: sgd}}}}]}"));
    }

    @Test
    void keepsTheTypeThatTheValueHasInYaml() {
        assertThat(Setting.parse("a=1e-8").value().isDouble()).isTrue();
        assertThat(Setting.parse("a=true").value().isBoolean()).isTrue();
        assertThat(Setting.parse("a='1'").value().isTextual()).isTrue();
        assertThat(Setting.parse("a=").value().textValue()).isEmpty();
        assertThat(Setting.parse("name=a=b").value().textValue()).isEqualTo("a=b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            model.hidden[0]=3   | model.hidden=[3]
            model.hidden.1=3    | model.hidden=[3]
            seeds[2]=7          | seeds=[7]
            """)
    void aListIsSetAsAWhole(String text, String right) {
        assertThatThrownBy(() -> Setting.parse(text))
                .hasMessage("--set is '" + text + "'; expected the whole list, such as " + right);
    }

    @Test
    void namesOfTagsMayHaveHyphens() {
        assertThat(apply("tags.my-tag_2=x", "{family: mlp}")).isEqualTo(yaml("{family: mlp, tags: {my-tag_2: x}}"));
    }

    @Test
    void leavesAStudyOfStudiesAloneWhoseBaseIsEmpty() {
        assertThat(apply("training.epochs=2", "{study: s, base: {}, include: [{study: t, base: {family: mlp}}]}"))
                .isEqualTo(yaml(
                        "{study: s, base: {}, include: [{study: t, base: {family: mlp, training: {epochs: 2}}}]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"training.epochs", "=5", "a..b=1", "a b=1", ".a=1"})
    void saysWhatASettingLooksLike(String text) {
        assertThatThrownBy(() -> Setting.parse(text))
                .hasMessage("--set is '" + text + "'; expected path=value, such as training.epochs=5");
    }

    private static JsonNode apply(String setting, String request) {
        return Json.tree(Setting.parse(setting).applyTo(yaml(request)));
    }

    private static JsonNode yaml(String text) {
        return YamlText.read(text, "test");
    }
}
