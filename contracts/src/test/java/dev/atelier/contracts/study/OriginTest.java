package dev.atelier.contracts.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.check.Violation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mistake is named where it was written. */
class OriginTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'training': {'epochs': 0}}                          | {}                                                       | {}                                                    | base.training.epochs
            {'training': {'epochs': 0}}                          | {'training': {'batchSize': 1}}                           | {}                                                    | base.training.epochs
            {}                                                   | {'training': {'epochs': 0}}                              | {}                                                    | variants[0].patch.training.epochs
            {'training': {'epochs': 0}}                          | {'training': {'epochs': -1}}                             | {}                                                    | variants[0].patch.training.epochs
            {}                                                   | {}                                                       | {'training.epochs': [1, 0]}                           | grid.training.epochs[1]
            {}                                                   | {}                                                       | {'seed': [1, -1]}                                     | grid.seed[1]
            {}                                                   | {}                                                       | {'model.hidden': [[1], [2, 0]]}                       | grid.model.hidden[1][1]
            {}                                                   | {}                                                       | {'model': [{}, {'hidden': [8, 'x']}]}                 | grid.model[1].hidden[1]
            {}                                                   | {}                                                       | {'training.optimizer': [{'name': 'sgd'}, {'learningRate': 5}, {'lr': 1}]} | grid.training.optimizer[2].lr
            {'training': {'optimizer': {'learningRate': 0}}}     | {}                                                       | {'training.optimizer': [{'name': 'sgd'}]}             | base.training.optimizer.learningRate
            {}                                                   | {'training': {'optimizer': {'learningRate': 0}}}         | {'training.optimizer': [{'name': 'sgd'}]}             | variants[0].patch.training.optimizer.learningRate
            {'training': {'epochs': 2}}                          | {}                                                       | {'training.schedule': [{}, {'name': 'cosine', 'warmupEpochs': 3}]} | grid.training.schedule[1].warmupEpochs
            {'training': {'schedule': {'name': 'cosine', 'warmupEpochs': 3}}} | {}                                          | {'training.epochs': [20, 2]}                          | base.training.schedule.warmupEpochs
            {}                                                   | {'evaluation': {'monitor': 'train.loss'}}                | {'evaluation.checkpoint': ['best', 'last']}           | variants[0].patch.evaluation.monitor
            {}                                                   | {}                                                       | {'evaluation': [{'checkpoint': 'best'}, {'mode': 'max'}]} | grid.evaluation[1].mode
            {'training': {'earlyStopping': {'mode': 'max'}}}     | {}                                                       | {'training.earlyStopping.monitor': ['train.accuracy', 'train.loss']} | base.training.earlyStopping.mode
            {}                                                   | {}                                                       | {'training..epochs': [1]}                             | grid.training..epochs
            {}                                                   | {}                                                       | {'': [1]}                                             | grid.
            {}                                                   | {}                                                       | {'.training': [1]}                                    | grid..training
            {'training': {'epochs': 5}}                          | {}                                                       | {'training.epochs.x': [1]}                            | grid.training.epochs.x[0]
            {}                                                   | {}                                                       | {'trainning.epochs': [1]}                             | grid.trainning.epochs[0]
            """)
    void aMistakeOfAJobIsNamedInTheStudy(String base, String patch, String grid, String field) {
        String members = base.substring(1, base.length() - 1);
        String study = "{'study': 's', 'base': {'family': 'mlp'" + (members.isEmpty() ? "" : ", ") + members
                + "}, 'variants': [{'name': 'v', 'patch': " + patch + "}], 'grid': " + grid + "}";

        assertThat(Studies.expand(study).violations())
                .extracting(Violation::field)
                .containsOnly(field);
        assertThat(Studies.expand("{'study': 'all', 'include': [" + study + "]}")
                        .violations())
                .extracting(Violation::field)
                .containsOnly("include[0]." + field);
    }
}
