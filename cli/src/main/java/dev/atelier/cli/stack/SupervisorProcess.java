package dev.atelier.cli.stack;

import dev.atelier.cli.stack.service.StackFolder;
import dev.atelier.localstack.process.ChildProcess;
import dev.atelier.localstack.process.Launch;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The process of a stack's {@link Supervisor}, which the commands start, find again and end.
 *
 * @param environment what it and its services have besides that of the command
 */
record SupervisorProcess(StackFolder folder, Map<String, String> environment) {
    private static final String NAME = "supervisor";
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration DOWN_LIMIT = Duration.ofSeconds(90);

    Optional<ProcessHandle> find() {
        return ChildProcess.find(tag());
    }

    /** Starts it, and waits until it has recorded its services. */
    void start(List<Path> classPath) {
        ChildProcess.start(launch(classPath))
                .awaitReady(
                        () -> StackRecord.read(folder)
                                .filter(record -> !record.services().isEmpty())
                                .isPresent(),
                        START_LIMIT);
    }

    /**
     * Requests its end with all its services, and kills it where it does not in time.
     *
     * @return whether there was one
     */
    boolean stop() {
        Optional<ProcessHandle> running = find();
        running.ifPresent(process -> {
            process.destroy();
            if (!awaitExit(process)) {
                process.destroyForcibly();
            }
        });
        return running.isPresent();
    }

    /** Signals of the terminal are meant for the command that runs in it, not for what it leaves behind. */
    private Launch launch(List<Path> classPath) {
        List<String> command = List.of(
                "sh",
                "-c",
                "trap '' INT HUP QUIT; exec \"$@\"",
                NAME,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                tag(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                Supervisor.class.getName(),
                folder.home().toString());
        Map<String, String> variables = new HashMap<>(environment);
        variables.put(
                "CLASSPATH", classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        return new Launch(NAME, command, tag(), variables, folder.log(NAME), Launch.StopSignal.TERM, DOWN_LIMIT);
    }

    private String tag() {
        return Launch.jvmTag(NAME, folder.home());
    }

    private static boolean awaitExit(ProcessHandle process) {
        try {
            process.onExit().get(DOWN_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
