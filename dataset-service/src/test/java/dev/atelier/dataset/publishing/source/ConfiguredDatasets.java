package dev.atelier.dataset.publishing.source;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The datasets of the service's own configuration. */
public final class ConfiguredDatasets {
    static final Path CACHE = Path.of("cache");

    private ConfiguredDatasets() {}

    /** All that are offered where the environment sets these properties. */
    public static List<DatasetDefinition> offered(Map<String, String> overrides) throws IOException {
        var properties = ConfiguredDatasets.class.getResource("/application.properties");
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(properties))
                .withSources(new PropertiesConfigSource(overrides, "test", 500))
                .withMapping(DatasetConfiguration.class)
                .build()
                .getConfigMapping(DatasetConfiguration.class)
                .definitions(CACHE);
    }

    public static DatasetDefinition fashionMnist() throws IOException {
        return offered(Map.of()).getFirst();
    }

    public static DatasetDefinition fashionMnistSample() throws IOException {
        return offered(Map.of()).getLast();
    }
}
