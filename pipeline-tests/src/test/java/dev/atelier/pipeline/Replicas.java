package dev.atelier.pipeline;

import dev.atelier.stacktesting.PackagedService;
import dev.atelier.stacktesting.ServiceProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Processes of one service on one broker, numbered from 0, each with a port, a folder and a log of its own. */
final class Replicas implements AutoCloseable {
    private final String service;
    private final Path logs;
    private final List<ServiceProcess> replicas = new ArrayList<>();

    /** @param logs folder of their logs */
    Replicas(String service, Path logs) {
        this.service = service;
        this.logs = logs;
    }

    /**
     * Starts one for each port.
     *
     * @param folder of all that they keep
     * @param own the JVM's options of each, by its number, besides those that all services need
     */
    void start(
            Path folder,
            String bootstrapServers,
            List<Integer> ports,
            IntFunction<List<String>> own,
            Map<String, String> environment) {
        for (int number = 0; number < ports.size(); number++) {
            String name = service + "-" + number;
            List<String> options = new ArrayList<>(List.of(
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-Dquarkus.http.port=" + ports.get(number),
                    "-Datelier.data=" + folder.resolve(name),
                    "-Dkafka.bootstrap.servers=" + bootstrapServers));
            options.addAll(own.apply(number));
            PackagedService packaged = new PackagedService(service, name, folder, logs.resolve(name + ".log"));
            replicas.add(ServiceProcess.start(packaged.launch(options, environment), ports.get(number)));
        }
    }

    ServiceProcess get(int number) {
        return replicas.get(number);
    }

    boolean areReady() {
        return replicas.stream().allMatch(ServiceProcess::isReady);
    }

    @Override
    public void close() {
        replicas.forEach(ServiceProcess::close);
    }
}
