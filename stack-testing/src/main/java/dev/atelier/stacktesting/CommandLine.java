package dev.atelier.stacktesting;

import static org.assertj.core.api.Assertions.fail;

import dev.atelier.contracts.Platform;
import dev.atelier.localstack.process.ClassArchive;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Atelier's command line for one stack, each command a process of its own. It runs as it was packaged: in the class path of
 * a test it would find the libraries of services too, such as Quarkus's log manager, which no user's command line has.
 *
 * @param root folder of the project whose services it starts
 * @param data folder of the stack's data
 * @param portBase port of the stack's first service
 * @param environment variables besides those of this process
 */
record CommandLine(Path root, Path data, int portBase, Map<String, String> environment) {
    private static final Path PACKAGED =
            Path.of("..", "cli", "target").toAbsolutePath().normalize();
    private static final Duration THREADS_LIMIT = Duration.ofSeconds(20);

    /** Runs a command to its end, which must be within the limit; the threads of one that hangs are in the failure. */
    Output run(Duration limit, String... arguments) {
        List<String> command = new ArrayList<>(command());
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(data);
            Path out = Files.createTempFile(data, "command", ".out");
            Path err = Files.createTempFile(data, "command", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                try {
                    fail("atelier " + String.join(" ", arguments) + " did not end within " + limit + "; its threads:\n"
                            + printThreads(process));
                } finally {
                    process.destroyForcibly();
                }
            }
            String printed = Files.readString(out);
            return new Output(process.exitValue(), printed, printed + Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Writes a shell script that runs commands of this stack, as {@code ./atelier} runs those of its own. */
    void writeScript(Path file) throws IOException {
        String quoted = command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        Files.writeString(file, "#!/bin/sh\nexec " + quoted + " \"$@\"\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** With an archive of its classes, as {@code ./atelier} has one, but not in the same file: it belongs to another build. */
    private List<String> command() {
        String classPath = classPath();
        List<Path> jars =
                Arrays.stream(classPath.split(File.pathSeparator)).map(Path::of).toList();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ClassArchive.options(PACKAGED.resolve("cli-in-tests.jsa"), jars));
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                // Warnings of the JVM about the archive are no output of the command.
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-Datelier.root=" + root,
                "-cp",
                classPath,
                "dev.atelier.cli.Atelier",
                "--data",
                data.toString(),
                "--port-base",
                String.valueOf(portBase)));
        return command;
    }

    private static String classPath() {
        try {
            String jar = "cli-" + Platform.version() + ".jar";
            return PACKAGED.resolve(jar).toRealPath()
                    + File.pathSeparator
                    + Files.readString(PACKAGED.resolve("dependencies.classpath"));
        } catch (IOException e) {
            throw new AssertionError("the command line is not packaged in " + PACKAGED, e);
        }
    }

    /** The threads that run Java code, the main thread last: where output is cut, its end is what is shown. */
    private String printThreads(Process process) throws IOException, InterruptedException {
        Path threads = Files.createTempFile(data, "threads", ".txt");
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "Thread.print")
                .redirectErrorStream(true)
                .redirectOutput(threads.toFile())
                .start();
        if (!jcmd.waitFor(THREADS_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            jcmd.destroyForcibly();
            return "jcmd gave no answer within " + THREADS_LIMIT;
        }
        List<String> running = Arrays.stream(Files.readString(threads).split("\n\n"))
                .filter(thread -> thread.contains("\tat "))
                .toList();
        return String.join("\n\n", running.reversed());
    }
}
