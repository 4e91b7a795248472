package dev.atelier.localstack.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atelier.localstack.process.ChildProcess;
import dev.atelier.localstack.process.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OrdinaryUserTest {
    @TempDir
    Path folder;

    static List<OrdinaryUser> users() {
        return OrdinaryUser.candidates(Path.of("some/folder")).stream()
                .filter(OrdinaryUser::works)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("users")
    void letsPostgresRunAndComeBackAfterAKill(OrdinaryUser user) {
        PostgresServer server =
                new PostgresServer(folder.resolve("postgres"), Ports.free(1).getFirst(), () -> user);
        try {
            server.start();
            assertThat(ChildProcess.find(server.launch()))
                    .map(ChildProcess::pid)
                    .contains(server.pid());
            server.kill();
            server.start();

            assertThat(server.isReady()).isTrue();
        } finally {
            server.kill();
        }
    }

    @Test
    void differsFromFolderToFolderWhereRootStartsTheServers() {
        assumeTrue("root".equals(System.getProperty("user.name")), "not run: only root starts processes as others");

        assertThat(OrdinaryUser.of(folder.resolve("one"))).isNotEqualTo(OrdinaryUser.of(folder.resolve("two")));
        assertThat(OrdinaryUser.of(folder.resolve("one"))).isEqualTo(OrdinaryUser.of(folder.resolve("one")));
    }

    @Test
    void hasNoRightToFilesOfOthers() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "not run: only root starts processes as others");
        Path secret = Files.writeString(folder.resolve("secret"), "closed");
        Files.setPosixFilePermissions(secret, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        Path place = Files.createDirectory(folder.resolve("place"));
        OrdinaryUser user = OrdinaryUser.of(place);
        user.own(place);

        Process reading = new ProcessBuilder(user.command(place, List.of("cat", secret.toString()))).start();
        Process writing =
                new ProcessBuilder(user.command(place, List.of("touch", user.reach(place) + "/mine"))).start();

        assertThat(reading.waitFor()).isNotZero();
        assertThat(writing.waitFor()).isZero();
        assertThat(Files.getOwner(place.resolve("mine"))).isEqualTo(Files.getOwner(place));
    }
}
