package dev.atelier.dataset.publishing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.dataset.publishing.idx.DatasetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalCommandTest {
    @TempDir
    Path folder;

    @Test
    void runsInItsFolderAndReadsNothing() throws Exception {
        shell("cat >read; pwd -P >where").run();

        assertThat(folder.resolve("read")).isEmptyFile();
        assertThat(folder.resolve("where")).hasContent(folder.toRealPath().toString());
        assertThat(Files.list(folder)).as("no output file is left").hasSize(2);
    }

    @Test
    void endsEveryProcessAtTheTimeLimit() throws Exception {
        ExternalCommand command = new ExternalCommand(
                List.of("/bin/sh", "-c", "sleep 1000 & echo $! >child; wait"), folder, Duration.ofSeconds(2));

        assertThatThrownBy(command::run)
                .isInstanceOf(DatasetException.class)
                .hasMessageEndingWith("did not end within 2 s");

        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void endsTheProcessWhenItsThreadIsInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> shell("sleep 1000").run()).hasMessageEndingWith("was interrupted");

        assertThat(Thread.interrupted()).as("the interruption is passed on").isTrue();
    }

    @Test
    void namesProgramAndSubcommandOfAFailure() {
        assertThatThrownBy(() -> new ExternalCommand(
                                List.of("/bin/sh", "-c", "exit 7", "-o", "A::B=c", "update"),
                                folder,
                                Duration.ofMinutes(1))
                        .run())
                .hasMessageContaining("failed with exit code 7");
        assertThatThrownBy(() -> new ExternalCommand(List.of("/no/such"), folder, Duration.ofMinutes(1)).run())
                .hasMessageStartingWith("'such' cannot be run: ");
    }

    private ExternalCommand shell(String script) {
        return new ExternalCommand(List.of("/bin/sh", "-c", script), folder, Duration.ofMinutes(1));
    }
}
