package dev.atelier.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The script of completion, as bash runs it. */
class CompletionTest {
    @TempDir
    Path root;

    @Test
    void completesEveryCommandEveryOptionAndTheValuesThatAreKnown() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash");
        CommandLine atelier = Atelier.commandLine(new Atelier(root));
        Map<String, List<String>> expected = new LinkedHashMap<>();
        atelier.getSubcommands().forEach((name, command) -> {
            String typed = name.substring(0, name.length() - 1);
            if (!atelier.getSubcommands().containsKey(typed)) {
                expected.put(typed, List.of(name));
            }
            command.getCommandSpec().options().stream()
                    .map(option -> option.longestName())
                    .forEach(option -> expected.put(name + " " + option, List.of(option)));
        });
        expected.put("jobs --state RU", List.of("RUNNING"));
        expected.put("jobs --sort dur", List.of("duration"));
        expected.put("jobs --metric test.acc", List.of("test.accuracy"));
        expected.put("bench led", List.of("ledger"));
        expected.put("bench cn", List.of("cnn"));
        expected.put("completion z", List.of("zsh"));
        expected.put("export ml", List.of("mlflow"));

        List<List<String>> completed = complete(List.copyOf(expected.keySet()));

        int i = 0;
        for (Map.Entry<String, List<String>> line : expected.entrySet()) {
            assertThat(completed.get(i++)).as(line.getKey()).containsAll(line.getValue());
        }
    }

    @Test
    void zshReadsTheScriptOfBash() {
        assertThat(script("zsh"))
                .startsWith("autoload -U +X bashcompinit && bashcompinit\n")
                .endsWith(script("bash"));
    }

    private List<List<String>> complete(List<String> lines) throws Exception {
        StringBuilder script = new StringBuilder("compopt() { :; }\nsource '" + root.resolve("script") + "'\n");
        Files.writeString(root.resolve("script"), script("bash"));
        for (String line : lines) {
            script.append("COMP_WORDS=(./atelier ")
                    .append(line)
                    .append("); COMP_CWORD=$((${#COMP_WORDS[@]} - 1));")
                    .append(" COMPREPLY=(); _complete_atelier; echo \"${COMPREPLY[*]}\"\n");
        }
        Process bash = new ProcessBuilder("/bin/bash", "-c", script.toString())
                .redirectErrorStream(true)
                .start();
        List<List<String>> completed = new ArrayList<>();
        for (String line :
                new String(bash.getInputStream().readAllBytes(), UTF_8).lines().toList()) {
            completed.add(List.of(line.split(" ")));
        }
        assertThat(completed).hasSameSizeAs(lines);
        return completed;
    }

    private String script(String shell) {
        StringWriter out = new StringWriter();
        assertThat(Atelier.commandLine(new Atelier(root))
                        .setOut(new PrintWriter(out, true))
                        .execute("completion", shell))
                .isZero();
        return out.toString();
    }
}
