package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What is printed for a command line that is wrong. */
class UsageTest {
    @TempDir
    Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    static Stream<String> commands() {
        return Atelier.commandLine(new Atelier(Path.of(""))).getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aMistypedCommandIsAnsweredWithTheOneThatWasMeant(String command) {
        Set<String> known = new HashSet<>(commands().toList());
        for (String typo : typos(command)) {
            if (known.contains(typo)
                    || known.stream().anyMatch(other -> !other.equals(command) && isNear(other, typo))) {
                continue;
            }
            err.getBuffer().setLength(0);

            assertThat(execute(typo)).as(typo).isEqualTo(2);
            assertThat(err.toString())
                    .isEqualTo("atelier: there is no command '" + typo + "'; did you mean '" + command + "'?\n"
                            + "'atelier --help' shows how it is used.\n");
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aMistypedOptionIsAnsweredWithTheOneThatWasMeant(String command) {
        assertThat(execute(command, "--prot-base", "9000")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no option '--prot-base'; did you mean '--port-base'?");
        assertThat(err.toString().lines()).last().asString().contains("'atelier " + command + " --help'");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatIsWrongIsASentenceOnStandardErrorWithItsUsageAndExitCode2(String command) {
        for (List<String> wrong :
                List.of(List.of("--no-such-option"), List.of("--data"), List.of("a", "b", "c", "--x"))) {
            List<String> line = new ArrayList<>(List.of(command));
            line.addAll(wrong);
            err.getBuffer().setLength(0);

            assertThat(execute(line.toArray(String[]::new))).as("%s", line).isEqualTo(2);
            assertThat(err.toString().lines())
                    .as("%s", line)
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("atelier: ");
            assertThat(out.toString()).isEmpty();
        }
    }

    @Test
    void aValueThatIsNoneNamesThoseThereAre() {
        assertThat(execute("jobs", "--state", "done")).isEqualTo(2);
        assertThat(err.toString()).contains("done").contains("QUEUED, RUNNING, PAUSED, COMPLETED, FAILED, CANCELLED");
        assertThat(execute("jobs", "--limit", "many")).isEqualTo(2);
        assertThat(execute("completion", "fish")).isEqualTo(2);
        assertThat(err.toString()).contains("bash, zsh");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jobs --limit 0                             | --limit is 0; expected a number from 1 to
            jobs --limit 100001                        | --limit is 100001; expected a number from 1 to
            jobs --sort newest                         | --sort is 'newest'; expected one of latest, name, duration, validation.accuracy
            jobs --metric validation.f1                | --metric is 'validation.f1'; expected one of
            studies -n 0                               | --limit is 0; expected a number from 1 to
            logs -n -1                                 | --lines is -1; expected at least 0
            logs --json                                | --json is for the log of a job
            logs kafka --job 0123                      | SERVICE is 'kafka' and --job '0123'; expected one of the two
            up --timeout 0                             | --timeout is 0; expected at least 1
            up --timeout -5                            | --timeout is -5; expected at least 1
            status --port-base 80                      | --port-base is 80; expected a number from 1024 to
            run study.yaml --set epochs                | --set is 'epochs'; expected path=value
            submit study.yaml --set model.hidden[0]=8  | --set is 'model.hidden[0]=8'; expected the whole list, such as model.hidden=[8]
            submit study.yaml --set model.hidden=[8    | --set model.hidden is neither YAML nor JSON
            run s.yaml --set seed=1 --set seed=2       | --set seed is given twice; expected once
            --port-base abc jobs                       | --port-base is 'abc'; expected a whole number
            bench speed                                | WHAT is 'speed'; expected one of
            bench fleet 0                              | rounds is '0'; expected a whole number from 1 to 9999
            bench search few                           | runs is 'few'; expected a whole number from 1 to 9999
            bench log --quick                          | --quick is set for 'log'; expected it for search alone
            """)
    void aValueThatIsNotAllowedIsAMistakeOfTheCommandLine(String line, String sentence) {
        assertThat(execute(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith("atelier: " + sentence);
        assertThat(err.toString().lines()).last().asString().endsWith(" --help' shows how it is used.");
    }

    @Test
    void statesAreReadInEitherCase() {
        for (String state : List.of("running", "RUNNING", "Running")) {
            assertThat(execute("jobs", "--state", state)).as(state).isEqualTo(1);
            assertThat(err.toString()).contains("no stack is up");
        }
    }

    /** Of a command, with two letters swapped, one left out, or one twice. */
    private static List<String> typos(String word) {
        List<String> typos = new ArrayList<>();
        for (int i = 0; i < word.length(); i++) {
            typos.add(word.substring(0, i) + word.substring(i + 1));
            typos.add(word.substring(0, i) + word.charAt(i) + word.substring(i));
            if (i > 0) {
                typos.add(word.substring(0, i - 1) + word.charAt(i) + word.charAt(i - 1) + word.substring(i + 1));
            }
        }
        typos.remove("");
        return typos;
    }

    /** Whether another command is as near: a letter replaced, left out, added, or swapped with its neighbour. */
    private static boolean isNear(String other, String typo) {
        String letters = "abcdefghijklmnopqrstuvwxyz";
        return typos(other).contains(typo)
                || IntStream.rangeClosed(0, other.length())
                        .anyMatch(i -> letters.chars()
                                .mapToObj(Character::toString)
                                .anyMatch(letter -> (other.substring(0, i) + letter + other.substring(i)).equals(typo)
                                        || i < other.length()
                                                && (other.substring(0, i) + letter + other.substring(i + 1))
                                                        .equals(typo)));
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Atelier.commandLine(new Atelier(root));
        return commandLine
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
