package dev.atelier.localstack.testing;

import dev.atelier.localstack.kafka.BrokerSettings;
import dev.atelier.localstack.postgres.PostgresServer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The shared servers in containers, of the same versions and with the same settings as the embedded ones. */
final class ContainerServers implements SharedServers.Backend {
    private static final String KAFKA_IMAGE = "apache/kafka:4.4.0";
    private static final String POSTGRES_IMAGE = "postgres:18";

    @Override
    public String startKafka() {
        KafkaContainer kafka = new KafkaContainer(KAFKA_IMAGE);
        BrokerSettings.shared().forEach((name, value) -> kafka.withEnv(environmentName(name), value));
        kafka.start();
        return kafka.getBootstrapServers();
    }

    @Override
    public String startPostgres() {
        PostgreSQLContainer postgres = new PostgreSQLContainer(POSTGRES_IMAGE)
                .withUsername(PostgresServer.ADMINISTRATOR)
                .withPassword(PostgresServer.ADMINISTRATOR)
                .withDatabaseName("postgres");
        postgres.start();
        return "jdbc:postgresql://%s:%d/postgres?user=%s&password=%s"
                .formatted(
                        postgres.getHost(),
                        postgres.getFirstMappedPort(),
                        PostgresServer.ADMINISTRATOR,
                        PostgresServer.ADMINISTRATOR);
    }

    /** How the image takes a setting: {@code KAFKA_} and the name in capitals, dots as underscores. */
    private static String environmentName(String setting) {
        return "KAFKA_" + setting.replace('.', '_').toUpperCase(java.util.Locale.ROOT);
    }
}
