package dev.atelier.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.KafkaClient;

/** The version of Kafka's clients. */
public final class ClientVersion {
    /** In the clients' jar. */
    private static final String RESOURCE = "/kafka/kafka-version.properties";

    private ClientVersion() {}

    /** Such as {@code 4.3.1}. */
    public static String read() {
        try (InputStream resource = KafkaClient.class.getResourceAsStream(RESOURCE)) {
            Properties properties = new Properties();
            properties.load(Objects.requireNonNull(resource, RESOURCE));
            return Objects.requireNonNull(properties.getProperty("version"), "version in " + RESOURCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
