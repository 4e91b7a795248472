package dev.atelier.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.AnsweringServer.Answer;
import dev.atelier.cli.terminal.DisplayWidth;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as a process of its own: on a terminal, interrupted, and into a pipe that ends. */
class TerminalSessionTest {
    private static final String JOB = "0123456789abcdef0123";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path root;

    /** How many epochs the job has completed; after the fifth it is completed. */
    private final AtomicInteger epoch = new AtomicInteger(1);

    private AnsweringServer server;
    private UpStack stack;
    private Path home;

    @BeforeEach
    void start() throws IOException {
        home = root.resolve("home");
        server = AnsweringServer.start(request -> {
            String path = request.getRequestURI().getPath();
            if (path.endsWith("/epochs")) {
                ObjectNode epochs = Json.MAPPER.createObjectNode().put("total", epoch.get());
                for (int i = 1; i <= epoch.get(); i++) {
                    epochs.withArray("items")
                            .addObject()
                            .put("epoch", i)
                            .put("epochs", 5)
                            .put("seconds", 3.0)
                            .put("completedAt", "2026-01-01T00:00:00Z");
                }
                return new Answer(200, epochs.toString());
            }
            if (path.equals("/api/jobs")) {
                ObjectNode list = Json.MAPPER.createObjectNode().put("total", 1);
                list.putArray("items").add(job());
                return new Answer(200, list.toString());
            }
            return path.startsWith("/api/jobs/") ? new Answer(200, job().toString()) : new Answer(404, "");
        });
        stack = UpStack.in(home, server.port(), server.port());
        stack.start("mlp-trainer");
    }

    @AfterEach
    void stop() {
        stack.close();
        server.close();
    }

    private ObjectNode job() {
        int completed = epoch.get();
        return Json.MAPPER
                .createObjectNode()
                .put("id", JOB)
                .put("name", "a job with a name that is long enough to be cut")
                .put("family", "mlp")
                .put("state", completed < 5 ? "RUNNING" : "COMPLETED")
                .put("round", 1)
                .put("attempt", 1)
                .put("seed", 1)
                .put("epoch", completed)
                .put("epochs", 5)
                .put("epochSeconds", 3.0)
                .put("testAccuracy", 0.87)
                .put("queuedAt", "2026-01-01T00:00:00Z");
    }

    @Test
    void anInterruptedFollowPrintsThatTheJobGoesOnAndHowToFollowOrCancelIt() throws Exception {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        assumeTrue(exitCode(List.of("env", "--default-signal=INT", "true")) == 0, "no env that resets signals");
        command.addAll(atelier("--data", home.toString(), "follow", JOB));
        Process process = new ProcessBuilder(command).start();
        try (var lines = process.inputReader()) {
            assertThat(lines.readLine()).contains("epoch  1/5");

            assertThat(exitCode(List.of("kill", "-INT", Long.toString(process.pid()))))
                    .isZero();

            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(130);
            assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8))
                    .isEqualTo("Interrupted; the job continues: 'atelier --data " + home + " follow " + JOB
                            + "' follows it, 'atelier --data " + home + " cancel " + JOB + "' cancels it.\n");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aPipeThatEndsEndsWhatWritesIntoIt() throws Exception {
        Path log = home.resolve("logs/supervisor.log");
        Files.createDirectories(log.getParent());
        Files.writeString(log, "first\n");
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "(" + line("--data", home.toString(), "logs", "-f", "supervisor")
                                + "; echo \"exit $?\" >&2) | head -n 1")
                .start();

        assertThat(process.inputReader().readLine()).isEqualTo("first");
        await().atMost(LIMIT).until(() -> {
            Files.writeString(log, "more\n", StandardOpenOption.APPEND);
            return !process.isAlive();
        });
        assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8)).isEqualTo("exit 141\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jobs", "jobs --json", "--help"})
    void whatAFullDiskDoesNotTakeIsNotCalledPrinted(String arguments) throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full");
        String command = line(Stream.concat(Stream.of("--data", home.toString()), Stream.of(arguments.split(" ")))
                .toArray(String[]::new));

        assertThat(exitCode(List.of("sh", "-c", command + " > /dev/full"))).isEqualTo(141);
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 100, 160})
    void aTableFitsTheTerminalAndHasColours(int columns) throws Exception {
        String text = onTerminal(columns, Map.of(), "jobs");

        assertThat(text).contains("\u001b[36mrunning\u001b[0m", "87.00 %");
        assertThat(plain(text).lines()).hasSize(2).allMatch(line -> DisplayWidth.of(line) <= columns);
        assertThat(onTerminal(columns, Map.of("NO_COLOR", "1"), "jobs")).isEqualTo(plain(text));
        assertThat(onTerminal(columns, Map.of("TERM", "dumb"), "jobs")).isEqualTo(plain(text));
    }

    @Test
    void progressIsALineThatIsDrawnAgainWithABarAndTheTimeLeft() throws Exception {
        Process process = session(90, Map.of(), "follow", JOB);
        StringBuilder text = new StringBuilder();
        read(process, text, "left");
        for (int next = 2; next <= 5; next++) {
            epoch.set(next);
            read(process, text, next < 5 ? "epoch  " + next + "/5" : "completed, test accuracy 87.00 %");
        }
        read(process, text, "follow nothing more");

        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(text.toString())
                .contains("[##........]", "\u001b[1A\u001b[2K", " s left")
                .contains("Results: http://localhost:" + server.port() + "/jobs/" + JOB);
        assertThat(text.toString().replaceAll("\u001b\\[1A\u001b\\[2K", "").lines())
                .allMatch(line -> DisplayWidth.of(plain(line)) <= 90 || line.startsWith("Results"));
    }

    @Test
    void progressOnADumbTerminalIsALineForEachEpoch() throws Exception {
        epoch.set(5);

        assertThat(onTerminal(90, Map.of("TERM", "dumb"), "follow", JOB)).doesNotContain("\u001b");
    }

    /** Reads until the text has come, or the output has ended. */
    private static void read(Process process, StringBuilder text, String wanted) throws IOException {
        byte[] bytes = new byte[4096];
        int from = text.length();
        int count;
        while (text.indexOf(wanted, from) < 0
                && (count = process.getInputStream().read(bytes)) >= 0) {
            text.append(new String(bytes, 0, count, UTF_8));
        }
    }

    private String onTerminal(int columns, Map<String, String> environment, String... arguments) throws Exception {
        Process process = session(columns, environment, arguments);
        String text = new String(process.getInputStream().readAllBytes(), UTF_8).replace("\r\n", "\n");
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    private Process session(int columns, Map<String, String> environment, String... arguments) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no script");
        List<String> all = new ArrayList<>(List.of("--data", home.toString()));
        all.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(
                        "script",
                        "-qec",
                        "stty cols " + columns + " && " + line(all.toArray(String[]::new)),
                        "/dev/null")
                .redirectErrorStream(true);
        builder.environment().put("TERM", "xterm");
        builder.environment().keySet().removeAll(List.of("NO_COLOR", "CLICOLOR_FORCE"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String plain(String text) {
        return text.replaceAll("\u001b\\[\\d*m", "");
    }

    private String line(String... arguments) {
        List<String> quoted = new ArrayList<>();
        for (String word : atelier(arguments)) {
            quoted.add("'" + word + "'");
        }
        return String.join(" ", quoted);
    }

    private List<String> atelier(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Datelier.root=" + root,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.atelier.cli.Atelier"));
        command.addAll(List.of(arguments));
        return command;
    }

    private static int exitCode(List<String> command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
