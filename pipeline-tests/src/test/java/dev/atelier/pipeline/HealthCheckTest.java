package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.process.Ports;
import dev.atelier.testsupport.UnixSignals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses the health check of the containers as a container engine does, in a namespace of processes of its own. */
class HealthCheckTest {
    private static final Path SCRIPTS =
            Path.of("..", "deploy", "containers").toAbsolutePath().normalize();
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private Process container;

    @BeforeEach
    void namespaces() throws Exception {
        assumeTrue(
                run("unshare", "--mount", "--pid", "--fork", "--mount-proc", "true") == 0,
                "no namespaces can be made here");
    }

    @AfterEach
    void end() throws Exception {
        if (container != null) {
            container.destroyForcibly().waitFor();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** A web server with an init process, and its health check again and again, a line for each. */
    private void startContainer(int running, int starting) throws IOException {
        int port = Ports.free(1).getFirst();
        String init = """
                mount -t tmpfs none /dev/shm
                %s/bin/jwebserver -b 127.0.0.1 -p %d -d '%s' & service=$!
                while kill -0 $service; do
                  sh '%s/healthcheck' %d %d bash '%s/answers' http %d /live; echo check $?; sleep 1
                done
                wait $service; echo ended $?
                """.formatted(
                        System.getProperty("java.home"),
                        port,
                        folder.resolve("served"),
                        SCRIPTS,
                        running,
                        starting,
                        SCRIPTS,
                        port);
        Files.createDirectories(folder.resolve("served"));
        container = new ProcessBuilder(
                        "unshare", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child", "sh", "-c", init)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private List<String> output() throws IOException {
        return Files.readAllLines(folder.resolve("output"));
    }

    private void becomeLive() throws IOException {
        Files.writeString(folder.resolve("served").resolve("live"), "");
    }

    @Test
    void aServiceThatStopsBeingLiveIsEnded() throws Exception {
        startContainer(3, 600);
        becomeLive();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(output()).contains("check 0"));

        Files.delete(folder.resolve("served").resolve("live"));

        assertThat(container.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(output()).last().isEqualTo("ended 137");
    }

    @Test
    void aServiceThatIsStillStartingIsNot() throws Exception {
        startContainer(2, 600);
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(output()).filteredOn("check 1"::equals).hasSizeGreaterThan(2));

        becomeLive();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(output()).contains("check 0"));
        assertThat(output()).noneMatch(line -> line.startsWith("ended"));
    }

    @Test
    void aServiceThatNeverStartsIsEndedAtLast() throws Exception {
        startContainer(2, 8);

        assertThat(container.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(output()).contains("check 1").last().isEqualTo("ended 137");
    }

    /** With a copy that kills nothing: what is asked here is whether it would. */
    @Test
    void nothingIsKilledInTheMachinesOwnNamespace() throws Exception {
        Path copy = folder.resolve("copy");
        Files.writeString(
                copy,
                Files.readString(SCRIPTS.resolve("healthcheck"))
                        .replace("kill -KILL -1", "touch " + folder.resolve("killed"))
                        .replace("/dev/shm", folder.toString()));

        assertThat(run("sh", copy.toString(), "0", "0", "false")).isEqualTo(1);
        assertThat(Files.exists(folder.resolve("killed")))
                .isEqualTo(!Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).endsWith("pid:[4026531836]"));
    }

    @Test
    void aBrokerAnswersUnlessItIsAwayOrStandsStill() throws Exception {
        List<Integer> ports = Ports.free(2);
        int port = ports.getFirst();
        KafkaBroker broker = new KafkaBroker(folder.resolve("kafka"), port, ports.getLast());
        assertThat(answersKafka(port)).isFalse();
        broker.start();
        try {
            assertThat(answersKafka(port)).isTrue();
            UnixSignals.suspend(broker.pid());
            assertThat(answersKafka(port)).isFalse();
        } finally {
            broker.kill();
        }
    }

    private static boolean answersKafka(int port) throws IOException, InterruptedException {
        return run("timeout", "10", "bash", SCRIPTS.resolve("answers").toString(), "kafka", String.valueOf(port)) == 0;
    }
}
