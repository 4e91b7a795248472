package dev.atelier.pipeline;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The settings that services read, from their sources. */
final class ServiceSettings {
    private static final Pattern MAPPING = Pattern.compile("@ConfigMapping\\(prefix = \"([^\"]+)\"\\)");
    private static final Pattern DEFAULT = Pattern.compile("@WithDefault\\(\"([^\"]*)\"\\)\\s+[\\w.<>]+ (\\w+)\\(\\);");
    /** The folder of everything that is kept, and what stands for it. */
    private static final Pattern KEPT = Pattern.compile("\\$\\{atelier\\.(trainer\\.)?data\\b");

    private static final Pattern SETTING = Pattern.compile("(\\w+)\\(\\);");
    /** Those of Quarkus, of the standards that it follows, and of Kafka's clients are not the services' own. */
    private static final List<String> FOREIGN = List.of("KAFKA_", "QUARKUS_", "MP_JWT_", "SMALLRYE_JWT_");
    /** Of every service. */
    private static final Set<String> COMMON =
            Set.of("ATELIER_DATA", "ATELIER_ARTIFACTS", "ATELIER_ACCESS_TOKENS", "ATELIER_HTTP_HOSTS");

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

    /**
     * Where a service keeps something, by setting: the folder of everything, and whatever is set, by the service's file of
     * properties or by a default in the code, to a place in it.
     */
    static Map<String, Path> folders(String service, Map<String, String> environment) throws IOException {
        Map<String, String> settings = new TreeMap<>(defaults(Path.of("..", service)));
        if (service.endsWith("-trainer")) {
            settings.putAll(defaults(TRAINERS));
        }
        of(service).forEach((name, value) -> settings.put(name.toString(), value.toString()));
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(
                        new EnvConfigSource(environment, 300),
                        new PropertiesConfigSource(settings, "the service's own settings", 100))
                .build();
        Map<String, Path> folders = new TreeMap<>();
        settings.forEach((name, value) -> {
            if (name.equals("atelier.data") || KEPT.matcher(value).find()) {
                folders.put(name, Path.of(config.getValue(name, String.class)));
            }
        });
        return folders;
    }

    private static Map<String, String> defaults(Path module) throws IOException {
        Map<String, String> defaults = new HashMap<>();
        for (String text : sources(module)) {
            Matcher prefix = MAPPING.matcher(text);
            if (prefix.find()) {
                DEFAULT.matcher(text)
                        .results()
                        .forEach(setting -> defaults.put(
                                prefix.group(1) + "."
                                        + setting.group(2)
                                                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                                                .toLowerCase(Locale.ROOT),
                                setting.group(1)));
            }
        }
        return defaults;
    }

    private static boolean mapped(Path module, String variable) throws IOException {
        for (String text : sources(module)) {
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
        return false;
    }

    private static List<String> sources(Path module) throws IOException {
        try (Stream<Path> sources = Files.walk(module.resolve(Path.of("src", "main", "java")))) {
            List<String> texts = new ArrayList<>();
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                texts.add(Files.readString(source));
            }
            return texts;
        }
    }
}
