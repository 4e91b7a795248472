package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.stacktesting.RunningStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every command of docs/first-hour.md in its order, on a stack of its own, with other ports and without Fashion-MNIST.
 */
class FirstHourTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("```sh( fails)?\n(.*?)```", Pattern.DOTALL);
    private static final Duration LIMIT = Duration.ofMinutes(6);

    @TempDir
    private Path folder;

    /** A block of commands, and whether the last one is to fail. */
    private record Commands(String text, boolean fails) {}

    @Test
    void everyCommandWorks() throws Exception {
        List<Commands> all = BLOCK.matcher(Files.readString(ROOT.resolve("docs/first-hour.md")))
                .results()
                .map(block -> new Commands(block.group(2), block.group(1) != null))
                .toList();
        assertThat(all).hasSizeGreaterThan(8);
        try (RunningStack stack = RunningStack.upWith(Set.of("mlp"), folder.resolve(".atelier"), Map.of())) {
            stack.writeScript(folder.resolve("atelier"));
            for (String part : List.of("studies", "clients")) {
                Files.createSymbolicLink(folder.resolve(part), ROOT.resolve(part));
            }
            for (Commands commands : all) {
                if (canRun(commands)) {
                    String text = commands.text().replace("localhost:19092", "localhost:" + stack.kafkaPort());
                    int status = run(text);
                    assertThat(status != 0).as(text + "\n" + output()).isEqualTo(commands.fails());
                }
            }
            assertThat(folder.resolve("widths-report/report.html")).isNotEmptyFile();
        }
    }

    /** kcat and numpy are not on every machine, and QuickstartTest runs the quickstart. */
    private boolean canRun(Commands commands) throws Exception {
        return !commands.text().contains("quickstart.yaml")
                && (!commands.text().contains("kcat") || run("command -v kcat") == 0)
                && (!commands.text().contains("python3") || run("python3 -c 'import numpy'") == 0);
    }

    private int run(String text) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-e", "-c", text)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError(text + " did not end within " + LIMIT + "\n" + output());
        }
        return process.exitValue();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }
}
