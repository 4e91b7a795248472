package dev.atelier.kafka.broker;

import java.util.HashMap;
import java.util.Map;

/**
 * Where the brokers are and what they require of clients: Kafka's own settings that are the same for every client,
 * such as {@code bootstrap.servers}, {@code security.protocol} and {@code sasl.jaas.config}.
 */
public final class Broker {
    private static final String SERVERS = "bootstrap.servers";

    private final String servers;
    private final Map<String, Object> settings;

    private Broker(String servers, Map<String, ?> settings) {
        this.servers = servers;
        this.settings = Map.copyOf(settings);
    }

    /**
     * @throws IllegalArgumentException if {@code bootstrap.servers} is not among the settings
     */
    public static Broker of(Map<String, ?> settings) {
        Object servers = settings.get(SERVERS);
        if (servers == null) {
            throw new IllegalArgumentException("kafka.bootstrap.servers is not set; expected host:port of a broker");
        }
        return new Broker(servers.toString(), settings);
    }

    /** Brokers that let everyone in. */
    public static Broker at(String servers) {
        return new Broker(servers, Map.of(SERVERS, servers));
    }

    /** Host and port of one broker or more, separated by commas. */
    public String servers() {
        return servers;
    }

    /** The settings of a client that also has settings of its own, which win. */
    public Map<String, Object> client(Map<String, ?> own) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(own);
        return all;
    }

    /** Without the settings, which may hold a password. */
    @Override
    public String toString() {
        return servers;
    }
}
