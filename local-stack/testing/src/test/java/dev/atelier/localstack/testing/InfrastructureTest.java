package dev.atelier.localstack.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.testsupport.TestClients;
import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfrastructureTest {
    @TempDir
    Path folder;

    @Test
    void givesEveryCallerATopicOfItsOwnOnOneBroker() throws Exception {
        String one = Infrastructure.newTopic("events", 2);
        String two = Infrastructure.newTopic("events", 2);

        try (Admin admin = TestClients.admin(Infrastructure.bootstrapServers())) {
            assertThat(admin.listTopics().names().get()).contains(one, two);
        }
        assertThat(one).startsWith("events-").isNotEqualTo(two);
    }

    @Test
    void givesEveryCallerAnEmptyDatabaseOfItsOwn() throws Exception {
        String one = Infrastructure.newDatabase();
        String two = Infrastructure.newDatabase();

        for (String url : List.of(one, two)) {
            try (Connection connection = DriverManager.getConnection(url)) {
                assertThat(connection.createStatement().execute("CREATE TABLE mine (n int)"))
                        .isFalse();
            }
        }
    }

    @Test
    void leavesNoServerWhenItsJvmIsKilled() throws Exception {
        Process jvm = otherJvm("killed");
        List<ProcessHandle> servers = serversOf(jvm);
        assertThat(servers).hasSize(2).allMatch(ProcessHandle::isAlive);

        jvm.destroyForcibly();

        await().atMost(Duration.ofSeconds(20)).until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void leavesNoServerAndNoFolderWhenItsJvmEnds() throws Exception {
        Process jvm = otherJvm("ended");
        List<ProcessHandle> servers = serversOf(jvm);

        jvm.destroy();

        await().atMost(Duration.ofSeconds(20)).until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
        await().atMost(Duration.ofSeconds(20)).until(() -> !jvm.isAlive());
        assertThat(folder.resolve("ended/target")).isEmptyDirectory();
    }

    private Process otherJvm(String name) throws Exception {
        File workingDirectory = folder.resolve(name).toFile();
        assertThat(workingDirectory.mkdirs()).isTrue();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dinfra=embedded",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartsBothServers.class.getName())
                .directory(workingDirectory)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<ProcessHandle> serversOf(Process jvm) throws Exception {
        BufferedReader out = jvm.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).isEqualTo("both run");
        return jvm.children()
                .filter(child -> !child.info().command().orElse("").endsWith("sh"))
                .toList();
    }

    /** A test run in small: asks for both servers, says so, and stays. */
    static final class StartsBothServers {
        private StartsBothServers() {}

        public static void main(String[] args) throws Exception {
            Infrastructure.bootstrapServers();
            Infrastructure.newDatabase();
            System.out.println("both run");
            Thread.currentThread().join();
        }
    }
}
