package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A name stands for one thing in the whole project: no two files of main code declare a class of the same simple name. */
class SimpleNamesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void noTwoClassesOfMainCodeShareTheirSimpleName() throws IOException {
        Map<String, List<Path>> byName;
        try (Stream<Path> files = Files.walk(ROOT)) {
            byName = files.filter(file -> file.toString().contains("/src/main/java/"))
                    .filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .map(ROOT::relativize)
                    .collect(Collectors.groupingBy(
                            file -> file.getFileName().toString(), TreeMap::new, Collectors.toList()));
        }

        assertThat(byName).hasSizeGreaterThan(500);
        assertThat(byName.values().stream().filter(files -> files.size() > 1)).isEmpty();
    }
}
