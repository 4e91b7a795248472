package dev.atelier.pipeline.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The logs of a stack's services, which people read in a terminal. */
final class ServiceLogs {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\t\\r]]");

    private ServiceLogs() {}

    /** That no line that a service logged holds a character that controls a terminal, whatever the records held. */
    static Check arePrintable(FaultStack stack) {
        List<String> names = stack.services().stream().map(FaultService::name).toList();
        List<String> violations = new ArrayList<>();
        try (Stream<Path> files = Files.list(stack.folder().resolve("logs"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (names.stream().anyMatch(name::startsWith)) {
                    violations.addAll(unprintable(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Check.of("no log holds a character that controls a terminal", names.size() + " services", violations);
    }

    private static List<String> unprintable(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> CONTROL.matcher(line).find())
                    .map(line -> file.getFileName() + ": "
                            + CONTROL.matcher(line).replaceAll("?").substring(0, Math.min(200, line.length())))
                    .toList();
        }
    }
}
