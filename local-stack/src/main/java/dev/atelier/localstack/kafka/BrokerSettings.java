package dev.atelier.localstack.kafka;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The configuration of the local broker: one node whose internal topics need no second one, which forgets a killed
 * predecessor within two seconds, and lets a share group renew and lose its locks within seconds too.
 */
public final class BrokerSettings {
    private BrokerSettings() {}

    /** The settings that decide how the broker behaves, wherever it runs. */
    public static SortedMap<String, String> shared() {
        SortedMap<String, String> settings = new TreeMap<>();
        settings.put("auto.create.topics.enable", "false");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "4");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("broker.session.timeout.ms", "2000");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("group.share.min.heartbeat.interval.ms", "1000");
        settings.put("group.share.min.record.lock.duration.ms", "5000");
        settings.put("log.cleaner.dedupe.buffer.size", "8388608");
        return settings;
    }

    /** The configuration file of an embedded broker. */
    static List<String> lines(Path data, int port, int controllerPort, Optional<BrokerSecurity> security) {
        String listener = security.isPresent() ? "SASL_SSL" : "PLAINTEXT";
        List<String> lines = new ArrayList<>(List.of(
                "process.roles=broker,controller",
                "node.id=1",
                "controller.listener.names=CONTROLLER",
                "listeners=" + listener + "://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners=" + listener + "://localhost:" + port,
                "controller.quorum.bootstrap.servers=127.0.0.1:" + controllerPort,
                "log.dirs=" + data));
        security.ifPresent(secured -> lines.addAll(secured.settings()));
        shared().forEach((name, value) -> lines.add(name + "=" + value));
        return lines;
    }

    static List<String> logging() {
        return List.of(
                "status=error",
                "appender.stdout.type=Console",
                "appender.stdout.name=STDOUT",
                "appender.stdout.layout.type=PatternLayout",
                "appender.stdout.layout.pattern=%d %-5p %c{1} %m%n",
                "rootLogger.level=WARN",
                "rootLogger.appenderRef.stdout.ref=STDOUT");
    }
}
