package dev.atelier.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atelier.testsupport.SmallFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRotationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final LogRotation SMALL = new LogRotation(100_000, 3);

    @TempDir
    Path folder;

    @Test
    void keepsTheLogSmallAndLosesNoLineWhileTheProcessRuns() throws Exception {
        int lines = 200_000;
        ChildProcess process = ChildProcess.start(
                shell("i=0; while [ $i -lt " + lines + " ]; do i=$((i+1)); echo line $i; done; exec sleep 600"), SMALL);

        await().atMost(LIMIT).until(() -> text().endsWith("line " + lines + "\n") && Files.exists(log()));

        assertThat(process.isAlive()).isTrue();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("probe.log", "probe.log.1", "probe.log.2", "probe.log.3");
        }
        for (int turns = 0; turns <= 3; turns++) {
            assertThat(Files.size(LogRotation.before(log(), turns))).isLessThan(115_000);
        }
        // The first line may be cut by what was deleted before it.
        List<String> kept = text().lines().skip(1).toList();
        int first = lines - kept.size() + 1;
        assertThat(kept)
                .hasSizeGreaterThan(20_000)
                .isEqualTo(IntStream.rangeClosed(first, lines)
                        .mapToObj(i -> "line " + i)
                        .toList());
        process.kill();
    }

    @Test
    void showsEachLineAtOnce() throws Exception {
        ChildProcess process = ChildProcess.start(shell("echo one; exec sleep 600"), SMALL);

        await().atMost(LIMIT).until(() -> text().equals("one\n"));
        process.kill();
    }

    @Test
    void goesOnAfterWhoeverStartedTheProcessIsGone() throws Exception {
        Path file = log();
        Process starter = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName(),
                        file.toString())
                .start();
        await().atMost(LIMIT).until(() -> text().contains("before\n"));
        ProcessHandle child = ChildProcess.find("probe@" + file).orElseThrow();
        starter.destroyForcibly().waitFor();

        Files.createFile(folder.resolve("orphaned"));

        await().atMost(LIMIT).until(() -> text().endsWith("after\n"));
        child.destroyForcibly();
        LogRotation.awaitEnd(folder, LIMIT);
    }

    @Test
    void endsWithItsProcess() {
        ChildProcess process = ChildProcess.start(shell("exec sleep 600"), SMALL);
        assertThat(writers()).hasSize(1);

        process.kill();

        assertThat(writers()).isEmpty();
    }

    @Test
    void aFullDiskTakesLinesAndNeverHoldsUpTheProcess() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        Optional<SmallFileSystem> mounted = SmallFileSystem.mount(small, "64k");
        assumeTrue(mounted.isPresent(), SmallFileSystem.NOT_MOUNTED);
        try (SmallFileSystem disk = mounted.get()) {
            Path file = small.resolve("probe.log");
            Path done = folder.resolve("done");
            ChildProcess process = ChildProcess.start(
                    shell("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); echo a line that fills the disk $i; done;"
                                    + " : >" + done + ";" + awaitFile("space") + "echo again; exec sleep 600")
                            .withLog(file),
                    LogRotation.USUAL);

            await().atMost(LIMIT).until(() -> Files.exists(done));
            assertThat(Files.size(file)).isGreaterThan(50_000).isLessThan(66_000);
            disk.resize("1m");
            Files.createFile(folder.resolve("space"));

            await().atMost(LIMIT).until(() -> Files.readString(file).endsWith("again\n"));
            process.kill();
        }
    }

    @Test
    void aFullDiskTakesNoLineThatComesAfterThereIsSpaceAgain() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        Optional<SmallFileSystem> mounted = SmallFileSystem.mount(small, "64k");
        assumeTrue(mounted.isPresent(), SmallFileSystem.NOT_MOUNTED);
        try (SmallFileSystem disk = mounted.get()) {
            Path file = small.resolve("probe.log");
            ChildProcess process = ChildProcess.start(
                    shell(awaitFile("full") + "echo lost;" + awaitFile("space") + "echo kept; exec sleep 600")
                            .withLog(file),
                    SMALL);
            await().atMost(LIMIT).until(() -> reader(file).isPresent());
            disk.fill();
            ProcessHandle waiting = reader(file).orElseThrow();
            Files.createFile(folder.resolve("full"));
            await().atMost(LIMIT)
                    .until(() ->
                            reader(file).filter(next -> !next.equals(waiting)).isPresent());

            disk.empty();
            Files.createFile(folder.resolve("space"));

            await().atMost(LIMIT).until(() -> Files.readString(file).equals("kept\n"));
            process.kill();
        }
    }

    @Test
    void refusesALogThatHoldsNothing() {
        assertThatThrownBy(() -> new LogRotation(100, 1)).hasMessageContaining("at least 4096 bytes");
    }

    private List<ProcessHandle> writers() {
        return writers(log());
    }

    private static List<ProcessHandle> writers(Path log) {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .arguments()
                        .filter(arguments -> List.of(arguments).contains(log.toString()))
                        .isPresent())
                .toList();
    }

    /** The {@code dd} that waits for the next output of the process with this log. */
    private static Optional<ProcessHandle> reader(Path log) {
        return writers(log).stream()
                .flatMap(ProcessHandle::descendants)
                .filter(child ->
                        child.info().command().filter(c -> c.endsWith("/dd")).isPresent())
                .findFirst();
    }

    /** Shell that waits for a file in the test's folder. */
    private String awaitFile(String name) {
        return "while [ ! -e " + folder.resolve(name) + " ]; do sleep 0.05; done;";
    }

    private Path log() {
        return folder.resolve("probe.log");
    }

    /** What all files hold, the oldest first. */
    private String text() throws IOException {
        List<String> parts = new ArrayList<>();
        for (int turns = 3; turns >= 0; turns--) {
            try {
                parts.add(Files.readString(LogRotation.before(log(), turns)));
            } catch (NoSuchFileException e) {
                // Not begun yet, or put aside at this moment.
            }
        }
        return String.join("", parts);
    }

    private Launch shell(String script) {
        return launch(script, log());
    }

    private static Launch launch(String script, Path log) {
        String tag = "probe@" + log;
        return new Launch(
                "probe",
                List.of("sh", "-c", script, tag),
                tag,
                Map.of(),
                log,
                Launch.StopSignal.TERM,
                Duration.ofMillis(300));
    }

    /** Starts a process that says something when this one is gone, and stays. */
    static final class Starter {
        private Starter() {}

        public static void main(String[] arguments) throws Exception {
            Path log = Path.of(arguments[0]);
            Path orphaned = log.resolveSibling("orphaned");
            ChildProcess.start(
                    launch(
                            "echo before; while [ ! -e " + orphaned
                                    + " ]; do sleep 0.05; done; echo after; exec sleep 600",
                            log),
                    SMALL);
            Thread.currentThread().join();
        }
    }
}
