package dev.atelier.dataset.publishing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.dataset.publishing.idx.DatasetException;
import dev.atelier.dataset.publishing.source.FakeApt.Index;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With programs that stand in for {@code apt-get} and {@code dpkg-deb}; {@link RealDebianPackageTest} has the real ones. */
class DebianPackageTest {
    private static final List<String> FILES = List.of("one", "two");

    @TempDir
    Path folder;

    private Instant now = Instant.EPOCH;
    private FakeApt apt;
    private Path target;
    private DebianPackage packages;

    @BeforeEach
    void prepare() throws Exception {
        apt = new FakeApt(folder.resolve("bin"));
        apt.offer(Map.of("usr/share/tiny/one.gz", "1", "usr/share/tiny/two", "2", "usr/share/doc/README", "3"));
        target = Files.createDirectory(folder.resolve("a target"));
        packages = new DebianPackage(List.of(folder.resolve("nowhere"), apt.programs()), () -> now);
    }

    @Test
    void takesTheFilesAndLeavesNothingElse() throws Exception {
        packages.fetch("tiny", FILES, target);

        assertThat(target).isDirectoryContaining("glob:**/one.gz").isDirectoryContaining("glob:**/two");
        assertThat(Files.list(target)).hasSize(2);
        assertThat(apt.calls())
                .singleElement()
                .asString()
                .endsWith(" download tiny")
                .doesNotContain("Dir::State");
    }

    @Test
    void fetchesAnIndexOfItsOwnWhereTheMachinesDoesNotServe() throws Exception {
        apt.knows(Index.OWN);

        packages.fetch("tiny", FILES, target);

        assertThat(target.resolve("one.gz")).hasContent("1");
        assertThat(apt.calls()).hasSize(3);
        assertThat(apt.calls().subList(1, 3))
                .allMatch(call -> call.contains("Dir::State=" + target))
                .satisfiesExactly(
                        update -> assertThat(update).endsWith(" update"),
                        download -> assertThat(download).endsWith(" download tiny"));
    }

    @Test
    void keepsTheHooksOfTheMachineFromRunning() throws Exception {
        packages.fetch("tiny", FILES, target);

        assertThat(apt.configuration()).contains("#clear APT::Update::Post-Invoke;");
    }

    @Test
    void replacesWhatIsThereUnderEitherName() throws Exception {
        Files.writeString(target.resolve("one"), "damaged");
        Files.writeString(target.resolve("two"), "damaged");

        packages.fetch("tiny", FILES, target);

        assertThat(target.resolve("one")).doesNotExist();
        assertThat(target.resolve("two")).hasContent("2");
    }

    @Test
    void doesNotTryAgainForAWhileAfterAFailure() throws Exception {
        apt.knows(Index.NONE);
        assertThatThrownBy(() -> packages.fetch("tiny", FILES, target))
                .isInstanceOf(DatasetException.class)
                .hasMessage("Debian's package tiny cannot be fetched: 'apt-get update' failed with exit code 100;"
                        + " the log has its output");
        int calls = apt.calls().size();

        now = now.plus(Duration.ofMinutes(4));
        assertThatThrownBy(() -> packages.fetch("tiny", FILES, target)).hasMessageContaining("'apt-get update' failed");
        assertThat(apt.calls()).hasSize(calls);

        now = now.plus(Duration.ofMinutes(2));
        apt.knows(Index.MACHINES);
        packages.fetch("tiny", FILES, target);
        assertThat(Files.list(target)).hasSize(2);
    }

    @Test
    void namesTheFileThatAPackageLacks() {
        assertThatThrownBy(() -> packages.fetch("tiny", List.of("one", "three"), target))
                .hasMessage("Debian's package tiny cannot be fetched: it has no three[.gz]");
    }

    @Test
    void namesTheProgramThatTheMachineLacks() {
        DebianPackage elsewhere = new DebianPackage(List.of(folder), () -> now);

        assertThatThrownBy(() -> elsewhere.fetch("tiny", FILES, target))
                .hasMessage("Debian's package tiny cannot be fetched, because this machine has no apt-get");
    }

    @Test
    void clearsAwayWhatAKilledProcessLeft() throws Exception {
        Path leftover = Files.createDirectories(target.resolve("debian-package-123/unpacked/usr"));
        Files.writeString(leftover.resolve("one"), "half");

        packages.fetch("tiny", FILES, target);

        assertThat(target.resolve("debian-package-123")).doesNotExist();
    }
}
