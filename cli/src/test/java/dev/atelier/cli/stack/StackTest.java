package dev.atelier.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.atelier.cli.stack.StackRecord.ServiceRecord;
import dev.atelier.cli.stack.service.Build;
import dev.atelier.cli.stack.service.StackException;
import dev.atelier.cli.stack.service.StackFolder;
import dev.atelier.cli.stack.service.StackPorts;
import dev.atelier.contracts.family.Families;
import dev.atelier.localstack.process.ChildProcess;
import dev.atelier.localstack.process.Launch;
import dev.atelier.localstack.process.Ports;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stack with a real supervisor, a real broker and a real database, and a stand-in for a trainer. */
class StackTest {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String TRAINER = "mlp-trainer";

    @TempDir
    Path folder;

    private Stack stack;
    private StackPorts ports;

    @BeforeEach
    void layOut() throws Exception {
        build();
        stack = new Stack(new StackFolder(folder.resolve("home")), new Build(folder.resolve("project")));
        ports = freeRow();
    }

    @AfterEach
    void end() {
        stack.down();
    }

    @Test
    void keepsItsServicesRunningWhateverDiesAndLeavesNoProcess() throws Exception {
        assertThat(stack.up(Optional.of(ports), false)).isTrue();
        awaitAllRunning();
        assertThat(stack.status())
                .extracting(ServiceRecord::name, ServiceRecord::port)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("kafka", ports.kafka()),
                        org.assertj.core.groups.Tuple.tuple("postgres", ports.postgres()),
                        org.assertj.core.groups.Tuple.tuple(
                                TRAINER, ports.trainers().get("mlp")));

        assertThat(stack.up(Optional.empty(), false))
                .as("a second up starts nothing")
                .isFalse();
        assertThatThrownBy(() -> stack.up(Optional.of(StackPorts.usual(Families.all())), false))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("is up on other ports");

        // It runs from a copy: what a new build does to the old one does not matter.
        Files.delete(new Build(folder.resolve("project")).app(TRAINER).resolve("quarkus-run.jar"));
        List<Long> first = pids();
        first.forEach(StackTest::kill);
        await().atMost(LIMIT)
                .until(() -> stack.status().stream().allMatch(service -> service.restarts() > 0 && isRunning(service)));
        List<Long> second = pids();
        assertThat(second).doesNotContainAnyElementsOf(first);

        kill(supervisor().orElseThrow());
        assertThat(stack.isUp()).isFalse();
        assertThat(stack.status()).as("services outlive their supervisor").allMatch(StackTest::isRunning);
        kill(pid(TRAINER));
        build();
        assertThat(stack.up(Optional.empty(), false)).as("another supervisor").isTrue();
        awaitAllRunning();
        assertThat(pids()).contains(second.get(0), second.get(1)).doesNotContain(second.get(2));

        kill(supervisor().orElseThrow());
        List<Long> last = pids();
        assertThat(stack.down()).as("processes without a supervisor").isEqualTo(3);
        assertThat(last).allMatch(pid -> ProcessHandle.of(pid).isEmpty());
        assertThat(stack.status()).allMatch(service -> service.state() == ServiceState.STOPPED);
    }

    @Test
    void endsInGoodOrderAndKeepsItsDataUntilTheyAreWiped() throws Exception {
        stack.up(Optional.of(ports), false);
        awaitAllRunning();
        List<Long> pids = new ArrayList<>(pids());
        supervisor().ifPresent(pids::add);

        assertThat(stack.down()).isEqualTo(4);

        assertThat(pids).hasSize(4).allMatch(pid -> ProcessHandle.of(pid).isEmpty());
        assertThat(folder.resolve("home/postgres/data/postmaster.pid")).doesNotExist();
        assertThat(folder.resolve("home/kafka/data/.kafka_cleanshutdown")).exists();
        stack.folder().wipe();
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void startsNothingWhereAPortIsTakenAndStatesByWhom() throws Exception {
        try (ServerSocket other = new ServerSocket(ports.trainers().get("mlp"), 1, InetAddress.getLoopbackAddress())) {
            assertThat(other.isBound()).isTrue();
            assertThatThrownBy(() -> stack.up(Optional.of(ports), false))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("port " + ports.trainers().get("mlp") + " of mlp-trainer is taken by process "
                            + ProcessHandle.current().pid())
                    .hasMessageContaining("--port-base");
        }
        assertThat(stack.isUp()).isFalse();
        assertThat(stack.status()).allMatch(service -> service.pid() == null);
    }

    private void build() throws Exception {
        Path app = new Build(folder.resolve("project")).app(TRAINER);
        Files.createDirectories(app);
        writeJar(app.resolve("quarkus-run.jar"));
    }

    private void awaitAllRunning() {
        await().atMost(LIMIT).until(() -> stack.status().stream().allMatch(StackTest::isRunning));
    }

    private static boolean isRunning(ServiceRecord service) {
        return service.state() == ServiceState.RUNNING;
    }

    private List<Long> pids() {
        return stack.status().stream().map(ServiceRecord::pid).toList();
    }

    private Long pid(String name) {
        return service(name).map(ServiceRecord::pid).orElseThrow();
    }

    private Optional<ServiceRecord> service(String name) {
        return stack.status().stream()
                .filter(service -> service.name().equals(name))
                .findFirst();
    }

    private Optional<Long> supervisor() {
        return ChildProcess.find(Launch.jvmTag("supervisor", stack.folder().home()))
                .map(ProcessHandle::pid);
    }

    private static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Ports in the row that a base gives, all free now. */
    static StackPorts freeRow() {
        return Ports.free(50).stream()
                .map(base -> Math.min(base, 65_000))
                .filter(base -> java.util.stream.IntStream.rangeClosed(base, base + 12)
                        .allMatch(port -> port == base || Ports.isFree(port)))
                .findFirst()
                .map(base -> StackPorts.from(base, Families.all()))
                .orElseThrow();
    }

    static void writeJar(Path file) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        String entry = FakeService.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest);
                InputStream in = FakeService.class.getResourceAsStream("/" + entry)) {
            jar.putNextEntry(new JarEntry(entry));
            Objects.requireNonNull(in).transferTo(jar);
            jar.closeEntry();
        }
    }
}
