package dev.atelier.stacktesting;

import dev.atelier.localstack.process.Launch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a service that the modules before this one packaged is started as a process.
 *
 * @param module which packages it, such as {@code dataset-service}
 * @param name distinguishes its processes
 * @param folder where its data lies; by it and the name the process is found
 * @param log file of what it prints
 */
public record PackagedService(String module, String name, Path folder, Path log) {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration GRACE = Duration.ofSeconds(20);

    /**
     * @param options of the JVM, and system properties
     * @param environment what is added to this process's
     */
    public Launch launch(List<String> options, Map<String, String> environment) {
        String tag = Launch.jvmTag(name, folder);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(tag);
        command.addAll(options);
        command.add("-jar");
        command.add(ROOT.resolve(Path.of(module, "target", "quarkus-app", "quarkus-run.jar"))
                .toString());
        return launch(name, command, tag, environment, log);
    }

    static Launch launch(String name, List<String> command, String tag, Map<String, String> environment, Path log) {
        return new Launch(name, command, tag, environment, log, Launch.StopSignal.TERM, GRACE);
    }
}
