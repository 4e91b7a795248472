package dev.atelier.pipeline;

import dev.atelier.localstack.kafka.KafkaBroker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the image {@code apache/kafka} makes of its environment, asked of the classes that the image itself runs: its
 * start-up class, which is part of the broker's jar and writes the broker's settings, and Kafka's storage tool, which
 * reads them. The image's shell scripts around these set defaults only for an environment without a listener.
 */
record KafkaImage(Path settings) {

    /** Has the settings written into the folder {@code work}; the environment must be the container's, and no more. */
    static KafkaImage start(Map<String, String> environment, Path work) throws IOException, InterruptedException {
        Path image = Files.createDirectories(work.resolve("image"));
        // Were nothing set, these would be used. The start-up class wants them there.
        Files.writeString(image.resolve("server.properties"), "log.dirs=/tmp/kraft-combined-logs\n");
        for (String file : List.of("log4j2.yaml", "tools-log4j2.yaml")) {
            Files.writeString(image.resolve(file), "Configuration:\n  Loggers:\n    Root: {level: INFO}\n");
        }
        Path mounted = Files.createDirectories(work.resolve("mounted"));
        Path config = Files.createDirectories(work.resolve("config"));
        // It ends with an error: without the variable CLUSTER_ID, which the scripts set, the storage is not formatted.
        run(
                environment,
                "kafka.docker.KafkaDockerWrapper",
                "setup",
                "--default-configs-dir",
                image.toString(),
                "--mounted-configs-dir",
                mounted.toString(),
                "--final-configs-dir",
                config.toString());
        return new KafkaImage(config.resolve("server.properties"));
    }

    Properties properties() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(settings)) {
            properties.load(in);
        }
        return properties;
    }

    /** The folders of records and of metadata, as Kafka understands these settings. */
    Set<Path> folders() throws IOException, InterruptedException {
        String report = run(Map.of(), "kafka.tools.StorageTool", "info", "--config", settings.toString());
        Set<Path> folders = report.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("/"))
                // A folder that is not there is named as well: "/folder does not exist".
                .map(line -> Path.of(line.split(" ", 2)[0]))
                .collect(Collectors.toSet());
        if (folders.isEmpty()) {
            throw new AssertionError("the storage tool names no folder: " + report);
        }
        return folders;
    }

    private static String run(Map<String, String> environment, String type, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                brokerClassPath(),
                type));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static String brokerClassPath() throws IOException {
        try (InputStream in = KafkaBroker.class.getResourceAsStream("broker.classpath")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
