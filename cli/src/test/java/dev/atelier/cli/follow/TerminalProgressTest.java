package dev.atelier.cli.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.cli.result.ShownMetrics;
import dev.atelier.cli.terminal.DisplayWidth;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
    private final StringWriter screen = new StringWriter();
    private final TerminalProgress progress =
            new TerminalProgress(new PrintWriter(screen), () -> 40, label -> ShownMetrics.of(List.of()));

    @Test
    void drawsOverWhatItDrewAndKeepsWhatHasEnded() {
        progress.showStanding(standing("a", 2));
        int before = screen.getBuffer().length();
        progress.showEnd("a", Jobs.job("a", "COMPLETED", 5));
        progress.showStanding(new Standing(Map.of(), 1, 0, 0, Optional.empty(), Map.of()));
        progress.close();

        String after = screen.toString().substring(before);
        String eraseTwo = "\u001b[1A\u001b[2K".repeat(2);
        assertThat(after).startsWith(eraseTwo + "a ");
        assertThat(after.lines().toList().get(1)).isEqualTo("The job waits");
        assertThat(after).endsWith("\u001b[1A\u001b[2K");
    }

    @Test
    void neverDrawsALineOfWideCharactersWiderThanTheTerminal() {
        progress.showStanding(standing("中".repeat(100), 0));

        assertThat(screen.toString().lines()).singleElement().satisfies(line -> {
            assertThat(DisplayWidth.of(line)).isLessThan(40);
            assertThat(line).startsWith("中中");
        });
    }

    @Test
    void drawsOneLineForAJobWhateverItsName() {
        progress.showStanding(standing("a\nb\u001b[2J", 0));
        progress.showEnd("a\nb\u001b[2J", Jobs.job("a", "FAILED", 1));

        assertThat(screen.toString().replace("\u001b[1A\u001b[2K", "").lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("a\\nb\\u001b[2J "));
    }

    @Test
    void neverDrawsALineWiderThanTheTerminal() {
        progress.showStanding(standing("a", 0));

        assertThat(screen.toString().lines()).allMatch(line -> line.length() < 40);
    }

    @Test
    void drawsNothingOnceItIsClosed() {
        progress.showStanding(standing("a", 3));
        progress.close();
        int before = screen.getBuffer().length();

        progress.showStanding(standing("a", 3));
        progress.note("late");
        progress.showEnd("a", Jobs.job("a", "COMPLETED", 5));

        assertThat(screen.toString().substring(before)).isEmpty();
    }

    private static Standing standing(String label, int waiting) {
        return new Standing(Map.of(label, Jobs.job("a", "RUNNING", 1)), waiting, 0, 0, Optional.empty(), Map.of());
    }
}
