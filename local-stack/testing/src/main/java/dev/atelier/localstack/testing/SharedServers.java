package dev.atelier.localstack.testing;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/**
 * Starts each shared server once per JVM. The addresses stand in system properties, because a test framework may load
 * this class several times, each time with statics of its own.
 */
final class SharedServers {
    private static final String PREFIX = "atelier.infra.";
    private static @Nullable Backend backend;

    private SharedServers() {}

    static String address(String server, Function<Backend, String> start) {
        synchronized (Runtime.getRuntime()) {
            return Optional.ofNullable(System.getProperty(PREFIX + server)).orElseGet(() -> {
                String address = start.apply(backend());
                System.setProperty(PREFIX + server, address);
                return address;
            });
        }
    }

    private static Backend backend() {
        if (backend == null) {
            backend = switch (System.getProperty("infra", "auto")) {
                case "embedded" -> new EmbeddedServers(Infrastructure.temporaryFolder());
                case "containers" -> new ContainerServers();
                case "auto" ->
                    DockerClientFactory.instance().isDockerAvailable()
                            ? new ContainerServers()
                            : new EmbeddedServers(Infrastructure.temporaryFolder());
                default ->
                    throw new IllegalArgumentException(
                            "infra is '" + System.getProperty("infra") + "'; expected auto, embedded or containers");
            };
        }
        return backend;
    }

    /** Where the shared servers run. */
    interface Backend {
        /** Returns the bootstrap servers. */
        String startKafka();

        /** Returns a JDBC URL of a database that every server has, with the name and password of an administrator. */
        String startPostgres();
    }
}
