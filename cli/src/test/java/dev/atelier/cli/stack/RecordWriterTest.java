package dev.atelier.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.cli.stack.StackRecord.ServiceRecord;
import dev.atelier.cli.stack.service.StackFolder;
import dev.atelier.cli.stack.service.StackPorts;
import dev.atelier.contracts.family.Families;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordWriterTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private final AtomicInteger restarts = new AtomicInteger();
    private StackFolder folder;
    private RecordWriter writer;

    @BeforeEach
    void create() {
        folder = new StackFolder(home);
        writer = new RecordWriter(folder, () -> record(restarts.get()));
    }

    @Test
    void writesTheLatestAndNothingAfterItsEnd() throws Exception {
        Thread thread = LastingThread.start("record", writer);
        await().atMost(LIMIT).until(() -> written().equals(Optional.of(0)));

        restarts.set(7);
        writer.change();
        await().atMost(LIMIT).until(() -> written().equals(Optional.of(7)));

        writer.end();
        thread.join();
        Files.delete(folder.state());
        writer.change();
        assertThat(folder.state()).doesNotExist();
    }

    @Test
    void triesUntilTheRecordCanBeWrittenAndLeavesNothingElse() throws Exception {
        Files.writeString(home.resolve("run"), "no folder can be made here");
        Thread thread = LastingThread.start("record", writer);
        restarts.set(3);
        writer.change();
        assertThat(thread.isAlive()).isTrue();

        Files.delete(home.resolve("run"));

        await().atMost(LIMIT).until(() -> written().equals(Optional.of(3)));
        writer.end();
        thread.join();
        try (Stream<Path> files = Files.list(folder.run())) {
            assertThat(files).containsExactly(folder.state());
        }
    }

    private Optional<Integer> written() {
        return StackRecord.read(folder)
                .map(record -> record.services().getFirst().restarts());
    }

    private static StackRecord record(int restarts) {
        return new StackRecord(
                StackPorts.usual(Families.all()),
                "apps",
                "build",
                List.of(new ServiceRecord("kafka", null, 1, ServiceState.RESTARTING, restarts, "its process ended")));
    }
}
