package dev.atelier.contracts.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.check.Violation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What another part of a study sets has no effect, and is refused. */
class OverridesTest {
    private static final String BASE = "{'study': 's', 'base': {'family': 'mlp'}, ";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'grid': {'seed': [1, 2]}, 'seeds': [3]                                          | grid.seed is [1,2]; expected nothing: seeds sets the same
            'grid': {'seed': [1]}, 'seeds': [1]                                             | grid.seed is [1]; expected nothing: seeds sets the same
            'variants': [{'name': 'a', 'patch': {'seed': 1}}], 'seeds': [3]                 | variants[0].patch.seed is 1; expected nothing: seeds sets the same
            'variants': [{'name': 'a', 'patch': {'training': {'epochs': 5}}}], 'grid': {'training.epochs': [1, 2]} | variants[0].patch.training.epochs is 5; expected nothing: grid.training.epochs sets the same
            'variants': [{'name': 'a'}, {'name': 'b', 'patch': {'training': {'optimizer': {'name': 'sgd'}}}}], 'grid': {'training.optimizer': [{'name': 'adam'}]} | variants[1].patch.training.optimizer is {"name":"sgd"}; expected nothing: grid.training.optimizer sets the same
            'variants': [{'name': 'a', 'patch': {'model': {'hidden': [1]}}}], 'grid': {'model': [{'dropout': 0.5}, {'hidden': [2]}]} | variants[0].patch.model is {"hidden":[1]}; expected nothing: grid.model sets the same
            'grid': {'training': [{'epochs': 1}], 'training.epochs': [2, 3]}                | grid.training.epochs is [2,3]; expected nothing: grid.training sets the same
            'grid': {'training.epochs': [2, 3], 'training': [{'epochs': 1}]}                | grid.training is [{"epochs":1}]; expected nothing: grid.training.epochs sets the same
            'grid': {'training.earlyStopping': [null, {}], 'training.earlyStopping.patience': [1, 2]} | grid.training.earlyStopping.patience is [1,2]; expected nothing: grid.training.earlyStopping sets the same
            """)
    void whatIsSetTwiceIsRefused(String members, String sentence) {
        assertThat(Studies.expand(BASE + members + "}").violations())
                .extracting(Violation::sentence)
                .containsExactly(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'seeds': [1, 2], 'grid': {'training.epochs': [1, 2], 'training.batchSize': [1, 2]}",
                "'grid': {'training.optimizer': [{'name': 'sgd'}, {'name': 'adam'}], 'training.optimizer.learningRate': [0.1, 0.2]}",
                "'variants': [{'name': 'a', 'patch': {'training': {'optimizer': {'learningRate': 0.1}}}}],"
                        + " 'grid': {'training.optimizer': [{'name': 'sgd'}, {'name': 'adam'}]}",
                "'variants': [{'name': 'a', 'patch': {'training': {'epochs': null}}}], 'grid': {'training.batchSize': [1, 2]}",
                "'variants': [{'name': 'a', 'patch': {'seed': 1}}, {'name': 'b', 'patch': {'seed': 2}}]"
            })
    void whatIsSetOnceIsNot(String members) {
        assertThat(Studies.expand(BASE + members + "}").violations()).isEmpty();
    }
}
