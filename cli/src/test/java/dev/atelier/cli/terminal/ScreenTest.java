package dev.atelier.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {
    @ParameterizedTest(name = "terminal {0}, TERM {1}, NO_COLOR {2}, CLICOLOR_FORCE {3}: drawn {4}, coloured {5}")
    @CsvSource({
        "true, xterm, '', '', true, true",
        "false, xterm, '', '', false, false",
        "true, dumb, '', '', false, false",
        "true, xterm, 1, '', true, false",
        "true, xterm, 1, 1, true, false",
        "false, xterm, '', 1, false, true",
        "false, xterm, '', 0, false, false",
        "true, dumb, '', 1, false, true",
        "false, xterm, 1, 1, false, false"
    })
    void coloursAndDrawnLinesFollowTheTerminalAndTheEnvironment(
            boolean terminal, String term, String noColor, String force, boolean drawn, boolean coloured) {
        for (boolean errors : new boolean[] {false, true}) {
            Screen screen = new Screen(
                    terminal ? Set.of(errors ? "err" : "out") : Set.of(errors ? "out" : "err"),
                    Map.of("TERM", term, "NO_COLOR", noColor, "CLICOLOR_FORCE", force),
                    () -> 60);

            assertThat(screen.isInteractive(errors)).isEqualTo(drawn);
            assertThat(screen.isColoured(errors)).isEqualTo(coloured);
            assertThat(screen.width(errors)).isEqualTo(terminal ? 60 : Integer.MAX_VALUE);
        }
    }
}
