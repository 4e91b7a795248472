package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The page of all commands is what their usage prints; {@code -Dupdate.docs=true} writes it. */
class CommandLinePageTest {
    private static final Path PAGE = Path.of("../docs/command-line.md");
    private static final String BEGIN = """
            # The command line

            What `./atelier COMMAND --help` prints, of each command. A test compares this page with it;
            `./atelier test -pl cli -am -Dtest=CommandLinePageTest -Dsurefire.failIfNoSpecifiedTests=false -Dupdate.docs=true` writes it.

            Results go to standard output, and everything else, such as progress with `--json`, to standard error. Where standard output
            is a terminal, tables are fitted to its width, states are coloured, and progress is a line that is drawn again; elsewhere it
            is a line for each epoch. `ATELIER_DEBUG=1` adds the stack of an error.
            """;

    @Test
    void isWhatTheCommandsPrint() throws IOException {
        CommandLine atelier = Atelier.commandLine(new Atelier(Path.of("..")));
        StringBuilder page = new StringBuilder(BEGIN);
        append(page, atelier, "atelier");
        atelier.getSubcommands().forEach((name, command) -> {
            append(page, command, name);
            command.getSubcommands().forEach((inner, each) -> append(page, each, name + " " + inner));
        });

        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page.toString());
    }

    private static void append(StringBuilder page, CommandLine command, String name) {
        StringWriter usage = new StringWriter();
        command.usage(new PrintWriter(usage, true), Ansi.OFF);
        page.append("\n## ").append(name).append("\n\n```\n").append(usage).append("```\n");
    }
}
