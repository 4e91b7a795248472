package dev.atelier.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atelier.cli.stack.StackRecord.ServiceRecord;
import dev.atelier.cli.stack.service.Build;
import dev.atelier.cli.stack.service.StackFolder;
import dev.atelier.localstack.process.Ports;
import dev.atelier.testsupport.SmallFileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stack on a small file system that is full for a while; wants the right to mount one. */
class FullDiskTest {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private Path disk;
    private Optional<SmallFileSystem> mounted;
    private Stack stack;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = SmallFileSystem.mount(disk, "500m");
        assumeTrue(mounted.isPresent(), SmallFileSystem.NOT_MOUNTED);
        Path app = new Build(folder.resolve("project")).app("mlp-trainer");
        Files.createDirectories(app);
        StackTest.writeJar(app.resolve("quarkus-run.jar"));
        stack = new Stack(new StackFolder(disk.resolve("home")), new Build(folder.resolve("project")));
    }

    @AfterEach
    void unmount() throws Exception {
        if (Files.exists(disk.resolve("home"))) {
            stack.down();
            mounted.orElseThrow().close();
        }
    }

    @Test
    void allComesBackByItselfWhenThereIsSpaceAgain() throws Exception {
        stack.up(Optional.of(StackTest.freeRow()), false);
        await().atMost(LIMIT).until(this::allRun);
        mounted.orElseThrow().fill();
        for (ServiceRecord service : stack.status()) {
            // Some may have ended by themselves.
            Optional.ofNullable(service.pid()).flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
        }

        await().atMost(LIMIT).until(() -> !allRun());
        assertThat(stack.obstacles())
                .anySatisfy(
                        sentence -> assertThat(sentence).contains("The disk of").contains("is full"));
        await().during(Duration.ofSeconds(5)).atMost(LIMIT).until(stack::isUp);

        mounted.orElseThrow().empty();

        await().atMost(LIMIT).until(this::allRun);
        assertThat(stack.obstacles()).noneMatch(sentence -> sentence.contains("is full"));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(
                                StackRecord.read(stack.folder()).orElseThrow().services())
                        .as("the record tells of the processes that run")
                        .extracting(ServiceRecord::pid)
                        .isEqualTo(
                                stack.status().stream().map(ServiceRecord::pid).toList()));
    }

    private boolean allRun() {
        List<ServiceRecord> services = stack.status();
        return services.size() == 3
                && services.stream()
                        .allMatch(service -> service.state() == ServiceState.RUNNING && Ports.answers(service.port()));
    }
}
