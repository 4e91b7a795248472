package dev.atelier.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The settings that services read, from their sources. */
final class ServiceSettings {
    private static final Pattern MAPPING = Pattern.compile("@ConfigMapping\\(prefix = \"([^\"]+)\"\\)");
    private static final Pattern SETTING = Pattern.compile("(\\w+)\\(\\);");
    /** Those of Quarkus, of the standards that it follows, and of Kafka's clients are not the services' own. */
    private static final List<String> FOREIGN = List.of("KAFKA_", "QUARKUS_", "MP_JWT_", "SMALLRYE_JWT_");
    /** Of every service. */
    private static final Set<String> COMMON = Set.of("ATELIER_DATA", "ATELIER_ARTIFACTS", "ATELIER_ACCESS_TOKENS");

    private static final Path TRAINERS = Path.of("..", "trainer-runtime", "core");

    private ServiceSettings() {}

    /** What a service is set up with where nobody says otherwise. */
    static Properties of(String service) throws IOException {
        Properties properties = new Properties();
        try (InputStream file =
                Files.newInputStream(Path.of("..", service, "src", "main", "resources", "application.properties"))) {
            properties.load(file);
        }
        return properties;
    }

    /** Whether a service reads an environment variable of this name. */
    static boolean known(String service, String variable) throws IOException {
        return FOREIGN.stream().anyMatch(variable::startsWith)
                || COMMON.contains(variable)
                || mapped(Path.of("..", service), variable)
                || service.endsWith("-trainer") && mapped(TRAINERS, variable);
    }

    private static boolean mapped(Path module, String variable) throws IOException {
        try (Stream<Path> sources = Files.walk(module.resolve(Path.of("src", "main", "java")))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(source);
                Matcher prefix = MAPPING.matcher(text);
                if (prefix.find()
                        && SETTING.matcher(text)
                                .results()
                                .map(setting -> prefix.group(1) + "." + setting.group(1))
                                .anyMatch(name -> variable.equals(name.replaceAll("(?<=[a-z])(?=[A-Z])|\\W", "_")
                                        .toUpperCase(Locale.ROOT)))) {
                    return true;
                }
            }
        }
        return false;
    }
}
