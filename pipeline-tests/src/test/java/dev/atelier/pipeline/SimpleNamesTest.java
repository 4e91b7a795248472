package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A name stands for one thing in the whole project: no two files of main code declare a class of the same simple name, and no
 * nested type that others can see has the name of another class in its own module or in the contracts, which every module sees.
 */
class SimpleNamesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String SOURCES = "/src/main/java/";
    private static final String CONTRACTS = "contracts";
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern NESTED = Pattern.compile(
            "^ +(?!private)(?:(?:public|protected|static|final|abstract|sealed|non-sealed) )*(?:class|record|interface|enum) (\\w+)",
            Pattern.MULTILINE);
    /** The same thing as events, tables or checkpoints have it. */
    private static final Set<String> SAME_THING = Set.of(
            "JobCompleted.Model",
            "JobStarted.Checkpoint",
            "JobDetail.ArtifactsDeleted",
            "JobResponse.ArtifactsDeleted",
            "DeadLetterReader.DeadLetters");

    @Test
    void noTwoClassesOfMainCodeShareTheirSimpleName() throws IOException {
        Map<String, List<Path>> byName = byName();

        assertThat(byName).hasSizeGreaterThan(500);
        assertThat(byName.values().stream().filter(files -> files.size() > 1)).isEmpty();
    }

    @Test
    void noNestedTypeHasTheNameOfAClassThatItsReadersKnow() throws IOException {
        Map<String, List<Path>> byName = byName();

        Set<String> shared = byName.values().stream()
                .flatMap(List::stream)
                .flatMap(file -> nested(file)
                        .filter(name -> byName.getOrDefault(name, List.of()).stream()
                                .anyMatch(other -> areReadTogether(file, other)))
                        .map(name -> simpleName(file) + "." + name))
                .collect(Collectors.toSet());

        assertThat(shared).isEqualTo(SAME_THING);
    }

    private static Map<String, List<Path>> byName() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().contains(SOURCES))
                    .filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .map(ROOT::relativize)
                    .collect(Collectors.groupingBy(SimpleNamesTest::simpleName, TreeMap::new, Collectors.toList()));
        }
    }

    private static Stream<String> nested(Path file) {
        try {
            String code = COMMENT.matcher(Files.readString(ROOT.resolve(file))).replaceAll("");
            return NESTED.matcher(code).results().map(found -> found.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean areReadTogether(Path file, Path other) {
        String module = module(file);
        return module.equals(module(other))
                || module.equals(CONTRACTS)
                || module(other).equals(CONTRACTS);
    }

    private static String module(Path file) {
        String path = file.toString();
        return path.substring(0, path.indexOf(SOURCES));
    }

    private static String simpleName(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }
}
