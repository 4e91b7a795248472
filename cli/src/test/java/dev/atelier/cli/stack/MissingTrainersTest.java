package dev.atelier.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.cli.hint.Hints;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissingTrainersTest {
    @Test
    void areNamedWithWhatBringsThem() {
        assertThat(new MissingTrainers(Hints.with(List.of())).sentences(List.of()))
                .containsExactly(
                        "No trainer runs jobs of family mlp; they are accepted and wait.",
                        "No trainer runs jobs of family cnn; they are accepted and wait. 'atelier build cnn', then"
                                + " 'atelier down' and 'atelier up', build and start its trainer, with PyTorch.",
                        "No trainer runs jobs of family transfer; they are accepted and wait. 'atelier build"
                                + " transfer', then 'atelier down' and 'atelier up', build and start its trainer, with"
                                + " PyTorch.");
    }
}
