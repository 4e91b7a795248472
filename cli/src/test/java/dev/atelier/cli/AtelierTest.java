package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AtelierTest {
    @TempDir
    Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void namesEveryCommandInItsHelp() {
        assertThat(execute("--help")).isZero();

        assertThat(out.toString())
                .contains(
                        "run", "submit", "jobs", "job", "cancel", "pause", "resume", "verify", "restore", "up", "down",
                        "status", "logs", "rebuild")
                .contains("export", "bench", "doctor", "test");
    }

    @Test
    void explainsEveryCommandAndItsCommonOptions() {
        CommandLine commandLine = Atelier.commandLine(new Atelier(root));
        for (String command : commandLine.getSubcommands().keySet()) {
            out.getBuffer().setLength(0);

            assertThat(execute(command, "--help")).as(command).isZero();
            assertThat(out.toString()).as(command).contains("--port-base", "--data");
        }
    }

    @Test
    void benchmarksAreThoseOfTheFamiliesThatHaveAny() {
        Atelier atelier = new Atelier(Path.of(".."));
        CommandLine commandLine =
                Atelier.commandLine(atelier).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

        assertThat(commandLine.execute("bench", "--help")).isZero();
        assertThat(out.toString().lines())
                .contains("  mlp      the training speed, by turns with NumPy doing the identical steps,")
                .anyMatch(line -> line.startsWith("  transfer "))
                .anyMatch(line -> line.startsWith("  pages "))
                .noneMatch(line -> line.contains("linear"));
        assertThat(commandLine.execute("bench", "linear")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "WHAT is 'linear'; expected one of mlp, cnn, transfer, dataset, log, ledger, pages, fleet, beside, search");
    }

    @Test
    void reportsWhatIsWrongWithACommandLine() {
        assertThat(execute("run")).isEqualTo(2);
        assertThat(err.toString()).contains("Missing required parameter: 'FILE'");
        assertThat(execute("statsu")).isEqualTo(2);
        assertThat(err.toString()).contains("statsu").contains("status");
    }

    @Test
    void refusesAPortBaseThatLeavesNoRoom() {
        assertThat(execute("--port-base", "65530", "up")).isEqualTo(2);
        assertThat(err.toString()).contains("--port-base is 65530; expected a number from 1024 to 65521");
    }

    @Test
    void reportsTheStatusAsJsonForPrograms() {
        assertThat(execute("status", "--json")).isZero();

        JsonNode status = Json.read(out.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8), JsonNode.class);
        assertThat(status.properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactly("services", "obstacles");
        JsonNode kafka = status.path("services").path(0);
        assertThat(kafka.properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactly("name", "pid", "port", "state", "restarts", "ready", "reasons");
        assertThat(kafka.toString())
                .isEqualTo("{\"name\":\"kafka\",\"pid\":null,\"port\":19092,\"state\":\"stopped\",\"restarts\":0,"
                        + "\"ready\":false,\"reasons\":[]}");
        assertThat(StreamSupport.stream(status.path("services").spliterator(), false)
                        .map(service -> service.path("name").textValue()))
                .containsExactly("kafka", "postgres");
    }

    @Test
    void reportsThatNothingWasUpWhenItIsTakenDown() {
        assertThat(execute("down")).isZero();
        assertThat(out.toString()).contains("The stack was not up.");
    }

    @Test
    void reportsWhichServicesHaveLogs() {
        assertThat(execute("logs", "kafak")).isEqualTo(1);
        assertThat(err.toString()).contains("there is no service 'kafak'; expected one of kafka, postgres, supervisor");
    }

    @Test
    void reportsWhichFileIsNotThere() {
        assertThat(execute("submit", "none.yaml")).isEqualTo(1);
        assertThat(err.toString()).contains("there is no file none.yaml");
    }

    @Test
    void deletesWithoutATerminalOnlyWithYes() throws Exception {
        Path kept = root.resolve(".atelier/data/kept");
        Files.createDirectories(kept.getParent());
        Files.writeString(kept, "result");

        assertThat(execute("down", "--wipe")).isEqualTo(1);
        assertThat(err.toString()).contains("Nothing was done").contains("only with --yes");
        assertThat(kept).exists();

        assertThat(execute("down", "--wipe", "--yes")).isZero();
        assertThat(kept).doesNotExist();
    }

    @Test
    void takesNoGlobalYes() {
        assertThat(execute("--yes", "status")).isEqualTo(2);
        assertThat(execute("up", "--yes")).isEqualTo(2);
    }

    private int execute(String... arguments) {
        return Atelier.commandLine(new Atelier(root))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
