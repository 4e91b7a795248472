package dev.atelier.localstack.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.RetriableException;

/**
 * The Kafka and the PostgreSQL that all tests of one JVM share, each started when first requested and gone when the
 * JVM ends, even if it is killed. {@code -Dinfra=embedded} runs them as child processes, {@code -Dinfra=containers}
 * in containers, {@code -Dinfra=auto} in containers where an engine answers. Tests keep apart by topics and databases
 * of their own.
 */
public final class Infrastructure {
    private static final Duration SERVED = Duration.ofSeconds(20);

    private Infrastructure() {}

    /** Starts Kafka if it does not run yet. */
    public static String bootstrapServers() {
        return SharedServers.address("kafka", backend -> backend.startKafka());
    }

    /** A topic of one's own: the name given, and something that no other topic has. */
    public static String newTopic(String name, int partitions) {
        String unique = name + "-" + unique();
        createTopics(List.of(new NewTopic(unique, partitions, (short) 1)));
        return unique;
    }

    /** Creates topics, and returns when the broker serves them: it answers their creation a little before that. */
    public static void createTopics(Collection<NewTopic> topics) {
        List<String> names = topics.stream().map(NewTopic::name).toList();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            admin.createTopics(topics).all().get();
            long deadline = System.nanoTime() + SERVED.toNanos();
            while (!areServed(admin, names)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "the topics " + names + " are not served after " + SERVED.toSeconds() + " s");
                }
                Thread.sleep(10);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot create the topics " + names, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating the topics " + names, e);
        }
    }

    private static boolean areServed(Admin admin, List<String> names) throws ExecutionException, InterruptedException {
        try {
            return admin.describeTopics(names).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition -> partition.leader() != null);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                return false;
            }
            throw e;
        }
    }

    /**
     * An empty database of one's own, as a JDBC URL with the name and password of the role that owns it and may do
     * nothing else, as services have it. Starts PostgreSQL if it does not run yet.
     */
    public static String newDatabase() {
        String server = SharedServers.address("postgres", backend -> backend.startPostgres());
        String database = "test_" + unique();
        String password = UUID.randomUUID().toString();
        try (Connection connection = DriverManager.getConnection(server);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + database + " LOGIN PASSWORD '" + password + "'");
            statement.execute("CREATE DATABASE " + database + " OWNER " + database);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the database " + database, e);
        }
        return server.replaceFirst("/[^/?]+\\?.*", "/" + database + "?user=" + database + "&password=" + password);
    }

    /** A folder under the module's {@code target} that is deleted when the JVM exits normally. */
    static Path temporaryFolder() {
        return Path.of("target", "infra-" + ProcessHandle.current().pid() + "-" + unique())
                .toAbsolutePath();
    }

    private static String unique() {
        return UUID.randomUUID().toString().substring(0, 8);
    }
}
