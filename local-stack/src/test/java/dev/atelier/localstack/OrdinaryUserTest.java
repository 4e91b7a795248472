package dev.atelier.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OrdinaryUserTest {
    @TempDir
    Path folder;

    static List<OrdinaryUser> ways() {
        return OrdinaryUser.ways();
    }

    @ParameterizedTest
    @MethodSource("ways")
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
}
