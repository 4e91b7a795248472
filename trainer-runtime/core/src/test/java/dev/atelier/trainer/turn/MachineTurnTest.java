package dev.atelier.trainer.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTurnTest {
    @TempDir
    private Path folder;

    @Test
    void onlyOneHasTheTurnUntilItEnds() {
        MachineTurn one = MachineTurn.byFile(folder.resolve("new/turn"));
        MachineTurn other = MachineTurn.byFile(folder.resolve("new/turn"));
        MachineTurn.Taken taken = one.tryTake().orElseThrow();
        assertThat(other.tryTake()).isEmpty();
        assertThat(one.tryTake()).isEmpty();
        taken.close();
        MachineTurn.Taken next = other.tryTake().orElseThrow();
        assertThat(one.tryTake()).isEmpty();
        next.close();
    }

    @Test
    void itCanAlwaysBeEverybodysTurn() {
        MachineTurn turn = MachineTurn.always();
        assertThat(turn.tryTake()).isPresent();
        assertThat(turn.tryTake()).isPresent();
    }
}
