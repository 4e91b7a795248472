package dev.atelier.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the logs of Atelier's own services hold that somebody would have to read: warnings, errors, stack traces. */
final class LogFindings {
    private static final Pattern FINDING = Pattern.compile(
            "^\\S+ \\S+ (WARN|ERROR|FATAL) .*|^\\s+at .*|^Caused by: .*|.*Exception in thread.*|^WARNING: .*");
    /** The JVM itself writes this where vector operations are used. */
    private static final String INCUBATOR = "WARNING: Using incubator modules: jdk.incubator.vector";

    private static final Pattern SUPERVISOR = Pattern.compile(".*(still not ready|restarting it|could not).*");

    private LogFindings() {}

    /** Lines of the logs in a folder, those of Kafka and PostgreSQL left out, each with its service. */
    static List<String> in(Path folder) {
        try (Stream<Path> logs = Files.list(folder)) {
            return logs.filter(log -> isOfAService(log.getFileName().toString()))
                    .sorted(Comparator.comparing(Path::toString))
                    .flatMap(log -> findings(log).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOfAService(String log) {
        return !log.startsWith("kafka") && !log.startsWith("postgres");
    }

    private static List<String> findings(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> FINDING.matcher(line).matches()
                            || SUPERVISOR.matcher(line).matches())
                    .filter(line -> !line.equals(INCUBATOR))
                    .map(line -> log.getFileName() + ": " + line)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
