package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.cli.AnsweringServer.Answer;
import dev.atelier.localstack.process.Ports;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which stack a command means, and that it never talks to another one. */
class StackChoiceTest {
    private static final String JOB = "0123456789abcdef0123";

    /** Every command that talks to services, as somebody would type it. */
    private static final Map<String, List<String>> TALKING = Map.ofEntries(
            Map.entry("submit", List.of("submit", "job.yaml")),
            Map.entry("jobs", List.of("jobs")),
            Map.entry("follow", List.of("follow", JOB)),
            Map.entry("studies", List.of("studies")),
            Map.entry("job", List.of("job", JOB)),
            Map.entry("cancel", List.of("cancel", JOB)),
            Map.entry("pause", List.of("pause", JOB)),
            Map.entry("resume", List.of("resume", JOB)),
            Map.entry("fork", List.of("fork", JOB, "--epoch", "1")),
            Map.entry("extend", List.of("extend", JOB, "--epochs", "2")),
            Map.entry("verify", List.of("verify", JOB)),
            Map.entry("restore", List.of("restore", JOB)),
            Map.entry("report", List.of("report", JOB)),
            Map.entry("export", List.of("export", "mlflow", JOB)),
            Map.entry("rebuild", List.of("rebuild")),
            Map.entry("gc", List.of("gc")),
            Map.entry("pin", List.of("pin", JOB)),
            Map.entry("unpin", List.of("unpin", JOB)));

    /** Commands that start what they talk to, or talk to nothing. */
    private static final Set<String> OTHERS =
            Set.of("run", "up", "down", "status", "logs", "bench", "doctor", "build", "test", "completion");

    @TempDir
    Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private AnsweringServer stranger;
    private int port;

    @BeforeEach
    void listenLikeAStranger() throws IOException {
        Files.writeString(root.resolve("job.yaml"), "family: mlp");
        stranger = AnsweringServer.start(request -> {
            requests.add(request.getRequestURI().toString());
            return new Answer(404, "");
        });
        port = stranger.port();
    }

    @AfterEach
    void stop() {
        stranger.close();
    }

    static List<List<String>> talking() {
        return List.copyOf(TALKING.values());
    }

    @Test
    void everyCommandIsOneOfThese() {
        List<String> all = new ArrayList<>(TALKING.keySet());
        all.addAll(OTHERS);

        assertThat(Atelier.commandLine(new Atelier(root)).getSubcommands().keySet())
                .containsExactlyInAnyOrderElementsOf(all);
    }

    @ParameterizedTest
    @MethodSource("talking")
    void saysThatNoStackIsUpAndHowToStartIt(List<String> command) {
        assertThat(execute(command, "--port-base", "21500")).isEqualTo(1);

        assertThat(err.toString())
                .contains("no stack is up in " + root.resolve(".atelier"))
                .contains("'atelier --port-base 21500 up' starts one");
    }

    @ParameterizedTest
    @MethodSource("talking")
    void talksToNobodyOnThePortsOfAStackThatIsDown(List<String> command) throws IOException {
        UpStack.record(root.resolve("elsewhere"), port, port);

        assertThat(execute(command, "--data", root.resolve("elsewhere").toString()))
                .isEqualTo(1);

        assertThat(requests).isEmpty();
        assertThat(err.toString())
                .contains("no stack is up in " + root.resolve("elsewhere"))
                .contains("'atelier --data " + root.resolve("elsewhere") + " up' starts one");
    }

    @ParameterizedTest
    @MethodSource("talking")
    void refusesAPortBaseThatIsNotThatOfTheStack(List<String> command) throws IOException {
        try (UpStack up = UpStack.in(root.resolve(".atelier"), port, port)) {
            assertThat(execute(command, "--port-base", "21500")).isEqualTo(1);
        }

        assertThat(requests).isEmpty();
        assertThat(err.toString())
                .contains("--port-base is 21500, but the stack in ")
                .contains("on port " + port);
    }

    @Test
    void neitherEndsNorShowsAStackOnOtherPortsThanThoseRequested() throws IOException {
        try (UpStack up = UpStack.in(root.resolve(".atelier"), port, port)) {
            for (String command : List.of("down", "status", "logs")) {
                assertThat(execute(List.of(command), "--port-base", "21500"))
                        .as(command)
                        .isEqualTo(1);
            }
        }
        assertThat(Files.exists(root.resolve(".atelier/run/state.json"))).isTrue();
    }

    @Test
    void talksToTheStackThatIsUp() throws IOException {
        try (UpStack up = UpStack.in(root.resolve(".atelier"), port, port)) {
            assertThat(execute(List.of("job", JOB))).isEqualTo(1);
        }

        assertThat(requests).containsExactly("/api/jobs/" + JOB);
    }

    @Test
    void reportsHowToStartAServiceThatDoesNotAnswer() throws IOException {
        int free = Ports.free(1).getFirst();
        try (UpStack up = UpStack.in(root.resolve(".atelier"), free, free)) {
            assertThat(execute(List.of("jobs"))).isEqualTo(1);
        }

        assertThat(err.toString())
                .contains("results-service does not respond at http://localhost:" + free)
                .contains("'atelier up' starts it");
    }

    @Test
    void showsAStackThatIsDownOnThePortsItWouldHave() {
        assertThat(execute(List.of("status", "--json"), "--port-base", "21500")).isZero();

        assertThat(out.toString()).contains("{\"name\":\"kafka\",\"pid\":null,\"port\":21510,\"state\":\"stopped\"");
    }

    private int execute(List<String> command, String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        command.forEach(word ->
                arguments.add(word.equals("job.yaml") ? root.resolve(word).toString() : word));
        return Atelier.commandLine(new Atelier(root))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
