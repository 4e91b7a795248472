package dev.atelier.trainer.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetainedFolderTest {
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");
    private static final Duration UNUSED = Duration.ofDays(30);

    @TempDir
    private Path root;

    @Test
    void whereTheLastUseIsNotKnownTheLatestFileDecides() throws IOException {
        write("young", NOW.minus(Duration.ofDays(29)));
        write("old", NOW.minus(Duration.ofDays(31)));

        assertThat(sweep(Sweep.Mode.DELETE)).extracting(Deletion::name).containsExactly("old");
        assertThat(root.resolve("young/data")).exists();
        assertThat(root.resolve("old")).doesNotExist();
    }

    @Test
    void anEntryWithoutFilesIsAsOldAsItsFolder() throws IOException {
        Path empty = Files.createDirectory(root.resolve("empty"));
        Files.setLastModifiedTime(empty, FileTime.from(NOW.minus(Duration.ofDays(29))));

        assertThat(sweep(Sweep.Mode.DRY_RUN)).isEmpty();
    }

    @Test
    void aDryRunStatesWhatGoesAndLeavesIt() throws IOException {
        write("old", NOW.minus(Duration.ofDays(31)));

        List<Deletion> due = sweep(Sweep.Mode.DRY_RUN);

        assertThat(due).containsExactly(new Deletion("old", 4, "not used for 30 days"));
        assertThat(root.resolve("old/data")).exists();
        assertThat(sweep(Sweep.Mode.DELETE)).isEqualTo(due);
        assertThat(root.resolve("old")).doesNotExist();
    }

    @Test
    void whatIsHeldStaysHoweverOldItIs() throws IOException {
        RetainedFolder folder = folder(NOW.minus(Duration.ofDays(31)));
        try (Hold hold = folder.hold("held", Hold.Mode.SHARED).orElseThrow()) {
            assertThat(sweep(Sweep.Mode.DRY_RUN)).isEmpty();
            assertThat(sweep(Sweep.Mode.DELETE)).isEmpty();
            assertThat(hold.folder()).exists();
        }
        assertThat(sweep(Sweep.Mode.DELETE)).extracting(Deletion::name).containsExactly("held");
    }

    private void write(String name, Instant time) throws IOException {
        Path file = Files.createDirectories(root.resolve(name)).resolve("data");
        Files.writeString(file, "data");
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    private List<Deletion> sweep(Sweep.Mode mode) throws IOException {
        List<Deletion> deleted = new ArrayList<>();
        folder(NOW).sweep("test").run(mode, deleted::add);
        return deleted;
    }

    private RetainedFolder folder(Instant now) {
        return new RetainedFolder(root, new Retention(1 << 20, UNUSED), Clock.fixed(now, ZoneOffset.UTC));
    }
}
