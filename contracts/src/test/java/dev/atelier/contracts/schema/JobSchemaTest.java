package dev.atelier.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.ModelSpec;
import dev.atelier.contracts.job.TrainingSpec;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Direction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JobSchemaTest {

    static List<Family> families() {
        return Families.known();
    }

    @ParameterizedTest
    @MethodSource("families")
    void everyFieldButTheFamilyHasADefault(Family family) {
        Job job = valid("{'family': '" + family.name() + "'}");

        assertThat(job.name()).isEqualTo(family.name());
        assertThat(job.seed()).isEqualTo(42);
        assertThat(job.data().split().validation()).isEqualTo(10_000);
    }

    /** A sixth, and at least one: Fashion-MNIST's 10,000 of 60,000, and 300 of its sample's 1,800. */
    @ParameterizedTest
    @CsvSource({
        "60000, 10000",
        "1800, 300",
        "6, 1",
        "7, 1",
        "12, 2",
        "5, 1",
        "1, 1",
        "59999, 9999",
        "100000000, 16666666"
    })
    void theImagesHeldBackFollowFromTheDataset(int images, int validation) {
        for (String written : List.of(
                "{'family': 'mlp'}",
                "{'family': 'cnn', 'data': {}}",
                "{'family': 'transfer', 'data': {'split': {'seed': 1}, 'dataset': 'any'}}")) {
            Job job = JobSchema.resolve(
                            parse(written), new Violations(Deadline.none()), dataset -> OptionalInt.of(images))
                    .orElseThrow();
            assertThat(job.data().split().validation()).isEqualTo(validation);
        }
        Job decided = JobSchema.resolve(
                        parse("{'family': 'mlp', 'data': {'split': {'validation': 77}}}"),
                        new Violations(Deadline.none()),
                        dataset -> OptionalInt.of(images))
                .orElseThrow();
        assertThat(decided.data().split().validation()).isEqualTo(77);
    }

    @ParameterizedTest
    @MethodSource("families")
    void aResolvedJobResolvesToItself(Family family) {
        Job job = valid("{'family': '" + family.name() + "', 'training': {'earlyStopping': {}}}");

        assertThat(JobSchema.resolve(Json.tree(job))).isEqualTo(new Checked.Valid<>(job));
    }

    @Test
    void aKindOfModelBringsItsOwnDefaults() {
        assertThat(valid("{'family': 'cnn', 'model': {'kind': 'resnet', 'stem': 16}}")
                        .model())
                .isEqualTo(new ModelSpec((ObjectNode)
                        parse("{'kind': 'resnet', 'stem': 16, 'widths': [64, 128, 256], 'blocks': [1, 1, 1]}")));
        assertThat(valid("{'family': 'cnn', 'training': {'schedule': {'name': 'oneCycle'}}}")
                        .training()
                        .schedule())
                .isEqualTo(new TrainingSpec.OneCycle(0.3, 25, 10_000));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'family': 'gnn'}                                           | family                             | "gnn"         | one of mlp, cnn, transfer
            {'family': 'mpl'}                                           | family                             | "mpl"         | did you mean mlp?
            {}                                                          | family                             | ~~            | one of mlp, cnn, transfer
            5                                                           | ~~                                 | 5             | a JSON object
            {'family': 'mlp', 'lr': 0.1}                                | lr                                 | 0.1           | did you mean training.optimizer.learningRate?
            {'family': 'mlp', 'training': {'bs': 4}}                    | training.bs                        | 4             | did you mean training.batchSize?
            {'family': 'mlp', 'training': {'optimizer': {'weight_decay': 1}}} | training.optimizer.weight_decay | 1          | did you mean training.optimizer.weightDecay?
            {'family': 'mlp', 'training': {'ephocs': 4}}                | training.ephocs                    | 4             | did you mean training.epochs?
            {'family': 'mlp', 'quux': 4}                                | quux                               | 4             | no such field; there are version, family
            {'family': 'mlp', 'training': {'epochs': 0}}                | training.epochs                    | 0             | a whole number from 1 to 100000
            {'family': 'mlp', 'training': {'epochs': 'ten'}}            | training.epochs                    | "ten"         | a whole number from 1 to 100000
            {'family': 'mlp', 'training': {'epochs': 1.5}}              | training.epochs                    | 1.5           | a whole number
            {'family': 'mlp', 'training': {'epochs': null}}             | training.epochs                    | null          | a whole number
            {'family': 'mlp', 'training': {'epochs': 99999999999999999999}} | training.epochs                | 99999999999999999999 | a whole number from 1 to 100000
            {'family': 'mlp', 'training': {'optimizer': 'adam'}}        | training.optimizer                 | "adam"        | an object with name, learningRate
            {'family': 'mlp', 'training': {'optimizer': {'learningRate': 0}}} | training.optimizer.learningRate | 0          | a number above 0 and at most 100
            {'family': 'mlp', 'training': {'optimizer': {'learningRate': 1e999}}} | training.optimizer.learningRate | ~~     | a number above 0 and at most 100
            {'family': 'mlp', 'training': {'optimizer': {'name': 'adamm'}}} | training.optimizer.name        | "adamm"       | did you mean adam?
            {'family': 'mlp', 'training': {'optimizer': {'betas': [0.9]}}} | training.optimizer.betas        | [0.9]         | a list of 2 items
            {'family': 'mlp', 'training': {'schedule': {'name': 'cosine', 'peakAt': 0.1}}} | training.schedule.peakAt | 0.1 | no such field
            {'family': 'mlp', 'model': {'hidden': 256}}                 | model.hidden                       | 256           | a list of 0 to 64 items, each a whole number from 1 to 65536
            {'family': 'mlp', 'model': {'hidden': [256, 0]}}            | model.hidden[1]                    | 0             | a whole number from 1 to 65536
            {'family': 'mlp', 'model': {'filters': [32]}}               | model.filters                      | [32]          | no such field; there are kind, hidden
            {'family': 'mlp', 'data': {'resize': 64}}                   | data.resize                        | 64            | this family has no such field
            {'family': 'mlp', 'runtime': {'device': 'cuda:0'}}          | runtime.device                     | "cuda:0"      | one of auto, cpu
            {'family': 'cnn', 'model': {'kind': 'resnet', 'blocks': [1]}} | model.blocks                     | [1]           | one number for each of the 3 widths
            {'family': 'mlp', 'seed': -1}                               | seed                               | -1            | a whole number from 0
            {'family': 'mlp', 'name': ''}                               | name                               | ""            | text of 1 to 200 characters
            {'family': 'mlp', 'tags': {'a': 1}}                         | tags.a                             | 1             | text
            {'family': 'mlp', 'name': ' \\u2003'}                       | name                               | "             | not of blanks alone
            {'family': 'mlp', 'name': '\\u3164'}                        | name                               | "             | not of blanks alone
            {'family': 'mlp', 'name': 'a\\u001b[2J'}                    | name                               | "a\\u001b[2J" | without control or invisible characters
            {'family': 'mlp', 'name': 'a\\u202Eb'}                      | name                               | "a\\u202eb"   | without control or invisible characters
            {'family': 'mlp', 'name': 'a\\ud800'}                       | name                               | "a\\ud800"    | without control or invisible characters
            {'family': 'mlp', 'name': 'a\\n'}                           | name                               | "a\\u000a"    | without control or invisible characters
            {'family': 'mlp', 'data': {'dataset': 'a\\n'}}              | data.dataset                       | "a\\u000a"    | text that matches
            {'family': 'mlp', 'tags': {'': 'x'}}                        | tags.                              | "x"           | a name that is text of 1 to 100 characters
            {'family': 'mlp', 'tags': {'a=b': 'c'}}                     | tags.a=b                           | "c"           | a name that is text of 1 to 100 characters, without '='
            {'family': 'mlp', 'tags': {'a\\u0000': 'x'}}                | tags.a\\u0000                      | "x"           | a name that is text
            {'family': 'mlp', 'tags': {'a': '\\u0000'}}                 | tags.a                             | "\\u0000"     | without control or invisible characters
            {'family': 'mlp', 'evaluation': {'checkpoint': 'best', 'monitor': 'train.loss', 'mode': 'max'}} | evaluation.mode | "max"         | min: a smaller loss is better
            {'family': 'mlp', 'training': {'earlyStopping': {'monitor': 'validation.accuracy', 'mode': 'min'}}} | training.earlyStopping.mode | "min" | max: a greater accuracy is better
            {'family': 'mlp', 'evaluation': {'monitor': 'validation.acuracy'}} | evaluation.monitor         | "validation.acuracy" | did you mean validation.accuracy?
            {'family': 'mlp', 'evaluation': {'monitor': 'test.accuracy'}} | evaluation.monitor             | "test.accuracy" | one of validation.accuracy, validation.loss
            {'family': 'mlp', 'training': {'earlyStopping': {'monitor': 'test.loss'}}} | training.earlyStopping.monitor | "test.loss" | one of validation.accuracy, validation.loss
            {'family': 'mlp', 'training': {'schedule': {'finalFraction': 0.1}}} | training.schedule.finalFraction | 0.1 | no such field of constant, only of cosine; there is name
            {'family': 'mlp', 'training': {'schedule': {'name': 'constant', 'peakAt': 0.1}}} | training.schedule.peakAt | 0.1 | no such field of constant, only of oneCycle
            {'family': 'mlp', 'training': {'schedule': {'name': 'oneCycle', 'warmupEpochs': 1}}} | training.schedule.warmupEpochs | 1 | no such field of oneCycle, only of cosine; there are name, peakAt, startDivisor, finalDivisor
            {'family': 'mlp', 'training': {'epochs': 1e400}}            | training.epochs                    | ~~            | a whole number from 1 to 100000
            {'family': 'mlp', 'training': {'optimizer': {'momentum': 0.9}}} | training.optimizer.momentum  | 0.9           | no such field of adam, only of sgd; there are name, learningRate, betas, eps, weightDecay
            {'family': 'mlp', 'training': {'optimizer': {'name': 'sgd', 'eps': 1}}} | training.optimizer.eps | 1           | no such field of sgd, only of adam, adamw
            {'family': 'mlp', 'training': {'optimizer': {'name': 'sgd', 'nesterov': true}}} | training.optimizer.nesterov | true | nothing: it has an effect only where training.optimizer.momentum is above 0
            {'family': 'mlp', 'training': {'schedule': {'name': 'cosine', 'startDivisor': 5}}} | training.schedule.startDivisor | 5 | no such field of cosine, only of oneCycle
            {'family': 'mlp', 'training': {'epochs': 2, 'schedule': {'name': 'cosine', 'warmupEpochs': 2.5}}} | training.schedule.warmupEpochs | 2.5 | at most training.epochs, which is 2
            {'family': 'mlp', 'training': {'optimizer': {'backboneLearningRate': 1}}} | training.optimizer.backboneLearningRate | 1 | no such field
            {'family': 'cnn', 'model': {'kind': 'resnet', 'filters': [8]}} | model.filters                 | [8]           | no such field of resnet, only of plain
            {'family': 'mlp', 'data': {'augment': {'views': 4, 'flip': 0.5}}} | data.augment.views         | 4             | nothing: it has an effect only where data.augment.mode is views
            {'family': 'mlp', 'data': {'augment': {'interpolation': 'nearest', 'flip': 0.5}}} | data.augment.interpolation | "nearest" | only where data.augment.rotate or data.augment.translate is above 0
            {'family': 'mlp', 'data': {'augment': {'mode': 'once'}}}    | data.augment.mode                  | "once"        | only where data.augment.flip or data.augment.rotate
            {'family': 'mlp', 'data': {'augment': {'validation': true}}} | data.augment.validation           | true          | only where data.augment.flip or
            {'family': 'transfer', 'training': {'optimizer': {'backboneLearningRate': 0.1}}} | training.optimizer.backboneLearningRate | 0.1 | only where model.trainable is layer4, layer3, layer2, layer1, all
            {'family': 'transfer', 'model': {'trainable': 'all', 'batchNorm': 'train'}} | model.batchNorm  | "train"       | only where model.trainable is head
            {'family': 'transfer', 'model': {'weights': {'source': 'scratch', 'sha256': '0000000000000000000000000000000000000000000000000000000000000000'}}} | model.weights.sha256 | 00 | only where model.weights.source is not scratch
            {'family': 'transfer', 'model': {'weights': {'source': 'a.pth'}}} | model.weights.sha256       | null          | the SHA-256 of the file of weights, as sha256sum FILE prints it
            {'family': 'transfer', 'model': {'weights': {'source': 'https://host/a.pth', 'sha256': null}}} | model.weights.sha256 | null | as sha256sum FILE prints it
            {'family': 'transfer', 'model': {'weights': {'sha256': '0000000000000000000000000000000000000000000000000000000000000000'}}} | model.weights.sha256 | 00 | for model.weights.source imagenet
            {'family': 'mlp', 'evaluation': {'monitor': 'validation.accuracy'}} | evaluation.monitor        | "validation.accuracy" | nothing: it has an effect only where evaluation.checkpoint is best
            {'family': 'mlp', 'evaluation': {'checkpoint': 'last', 'mode': 'max'}} | evaluation.mode        | "max"         | nothing: it has an effect only where evaluation.checkpoint is best
            {'family': 'mlp', 'model': {'hidden': [], 'activation': 'tanh'}} | model.activation        | "tanh"        | nothing: it has an effect only where model.hidden is not []
            {'family': 'mlp', 'model': {'hidden': [], 'dropout': 0.5}}  | model.dropout                      | 0.5           | nothing: it has an effect only where model.hidden is not []
            {'family': 'mlp', 'version': 2}                             | version                            | 2             | 1
            """)
    void whatIsWrongIsNamedByFieldValueAndWhatIsRight(String json, String field, String value, String expected) {
        List<Violation> violations = invalid(json);

        assertThat(violations).anySatisfy(violation -> {
            assertThat(violation.field()).isEqualTo(field);
            assertThat(violation.value()).contains(value);
            assertThat(violation.expected()).contains(expected);
        });
        assertThat(violations).as("one violation for one mistake").hasSize(1);
    }

    @Test
    void aFieldWithoutEffectIsNoPartOfTheJob() {
        JsonNode adam = Json.tree(valid("{'family': 'mlp'}"));
        assertThat(adam.at("/training/optimizer").properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactlyInAnyOrder("name", "learningRate", "betas", "eps", "weightDecay");
        assertThat(adam.at("/data/augment").properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactlyInAnyOrder("flip", "rotate", "translate");

        JsonNode linear = Json.tree(valid("{'family': 'mlp', 'model': {'hidden': []}}"));
        assertThat(linear.at("/model").properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactlyInAnyOrder("kind", "hidden", "init");

        JsonNode sgd =
                Json.tree(valid("{'family': 'transfer', 'model': {'trainable': 'layer4'}, 'training': {'optimizer':"
                        + " {'name': 'sgd', 'momentum': 0.9, 'backboneLearningRate': 0.1}}, 'data': {'augment': {'flip': 0.5,"
                        + " 'mode': 'views'}}}"));
        assertThat(sgd.at("/training/optimizer").properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactlyInAnyOrder(
                        "name", "learningRate", "momentum", "nesterov", "weightDecay", "backboneLearningRate");
        assertThat(sgd.at("/data/augment/views").asInt()).isEqualTo(1);
        assertThat(sgd.at("/data/augment").has("interpolation")).isFalse();
    }

    @Test
    void nullCountsAsUnsetWhereItIsNotTheDefault() {
        assertThat(valid("{'family': 'transfer', 'training': {'optimizer': {'backboneLearningRate': null}}}"))
                .isEqualTo(valid("{'family': 'transfer'}"));
    }

    @Test
    void aRecordedJobNeedsNoDigestOfItsWeights() {
        JsonNode recorded = Json.read(
                "{'family': 'transfer', 'model': {'weights': {'source': 'a.pth', 'sha256': null}}}"
                        .replace('\'', '"')
                        .getBytes(StandardCharsets.UTF_8),
                JsonNode.class);

        assertThat(JobSchema.resolve(recorded)).isInstanceOf(Checked.Invalid.class);
        assertThat(JobSchema.resolveRecorded(recorded)).isInstanceOf(Checked.Valid.class);
    }

    @Test
    void aNumberThatMeansNothingIsNoPartOfTheJob() {
        assertThat(valid("{'family': 'mlp', 'data': {'augment': {'erase': 0, 'flip': 0.0}}}"))
                .isEqualTo(valid("{'family': 'mlp'}"));
        assertThat(valid("{'family': 'mlp', 'data': {'augment': {'erase': 0, 'flip': 0.5}}}"))
                .isEqualTo(valid("{'family': 'mlp', 'data': {'augment': {'flip': 0.5}}}"));
    }

    @Test
    void everyMistakeIsNamedAtOnce() {
        assertThat(invalid("{'family': 'mlp', 'seed': 'x', 'training': {'epochs': 0, 'batchSize': -1}}"))
                .extracting(Violation::field)
                .containsExactlyInAnyOrder("seed", "training.epochs", "training.batchSize");
    }

    @Test
    void whatIsWrongInEveryFamilyIsNamedWhereTheFamilyIsMissing() {
        assertThat(invalid("{'seed': -1, 'lr': 1, 'model': {'filters': [1]}, 'training': {'schedule': {'name': 'step',"
                        + " 'peakAt': 0.3, 'gamma': 1}}}"))
                .extracting(Violation::field)
                .containsExactlyInAnyOrder("family", "seed", "lr", "training.schedule.name", "training.schedule.gamma");
    }

    @Test
    void theModeFollowsFromWhatIsMonitored() {
        assertThat(valid("{'family': 'mlp', 'evaluation': {'checkpoint': 'best', 'monitor': 'validation.loss'}}")
                        .evaluation()
                        .mode())
                .isEqualTo(Direction.MIN);
        assertThat(valid("{'family': 'mlp', 'training': {'earlyStopping': {'monitor': 'validation.accuracy'}}}")
                        .training()
                        .earlyStopping()
                        .mode())
                .isEqualTo(Direction.MAX);
    }

    static Job valid(String json) {
        return JobSchema.resolve(parse(json)).orElseThrow();
    }

    private static List<Violation> invalid(String json) {
        return switch (JobSchema.resolve(parse(json))) {
            case Checked.Valid<Job>(Job job) -> throw new AssertionError("is valid: " + job);
            case Checked.Invalid<Job>(List<Violation> violations) -> violations;
        };
    }

    private static JsonNode parse(String json) {
        try {
            return Json.MAPPER.readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
