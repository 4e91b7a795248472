package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page of the architecture, held against the sources. With {@code -Dupdate.docs=true} the picture of the modules is made
 * anew.
 */
class ArchitecturePageTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PAGE = ROOT.resolve("docs/architecture.md");
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w+[a-z]\\w*)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)\\)");
    private static final Pattern PICTURE =
            Pattern.compile("(<!-- modules: .*? -->\n).*?(<!-- end of modules -->)", Pattern.DOTALL);
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern DEPENDENCY = Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");

    @Test
    void everyClassThatItNamesExists() throws IOException {
        Set<String> named = names(CLASS);

        assertThat(named).hasSizeGreaterThan(40);
        assertThat(sources()).containsAll(named);
    }

    @Test
    void everyFileThatItLinksExists() throws IOException {
        assertThat(names(LINK))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(PAGE.resolveSibling(link)).exists());
    }

    @Test
    void theModulesAreDrawnAsThePomsHaveThem() throws IOException {
        String page = Files.readString(PAGE);
        String drawn = PICTURE.matcher(page).replaceFirst(found -> found.group(1) + picture() + found.group(2));

        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(PAGE, drawn);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/architecture.md; -Dupdate.docs=true draws it anew")
                .isEqualTo(drawn);
    }

    private static Set<String> names(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /** The simple names of all classes of main code. */
    private static Set<String> sources() throws IOException {
        Set<String> names = new HashSet<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                return name.equals("target") || name.startsWith(".")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (name.endsWith(".java") && (file.toString().contains("/src/main/") || name.endsWith("Test.java"))) {
                    names.add(name.substring(0, name.length() - ".java".length()));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return names;
    }

    /** What each module is built with, without what follows from others. */
    private static String picture() {
        SortedMap<String, SortedSet<String>> arrows = new TreeMap<>();
        for (String folder : modules()) {
            String pom = read(ROOT.resolve(folder).resolve("pom.xml"));
            SortedSet<String> uses = DEPENDENCY
                    .matcher(pom)
                    .results()
                    .map(MatchResult::group)
                    .filter(dependency -> dependency.contains("dev.atelier") && !dependency.contains("<scope>test"))
                    .map(ArchitecturePageTest::artifact)
                    .collect(Collectors.toCollection(TreeSet::new));
            arrows.put(folder.replace('/', '-'), uses);
        }
        arrows.keySet().removeIf(module -> module.startsWith("test-") || module.equals("pipeline-tests"));
        Stream<String> lines = arrows.entrySet().stream()
                .flatMap(module -> module.getValue().stream()
                        .filter(used -> module.getValue().stream()
                                .noneMatch(other -> !other.equals(used)
                                        && reachable(arrows, other).contains(used)))
                        .map(used -> "    " + module.getKey() + " --> " + used));
        return lines.collect(Collectors.joining("\n", "```mermaid\ngraph LR\n", "\n```\n"));
    }

    private static Set<String> reachable(SortedMap<String, SortedSet<String>> arrows, String from) {
        Set<String> found = new HashSet<>();
        for (String used : arrows.getOrDefault(from, new TreeSet<>())) {
            found.add(used);
            found.addAll(reachable(arrows, used));
        }
        return found;
    }

    private static String artifact(String dependency) {
        return ARTIFACT.matcher(dependency).results().findFirst().orElseThrow().group(1);
    }

    private static List<String> modules() {
        return MODULE.matcher(read(ROOT.resolve("pom.xml")))
                .results()
                .map(found -> found.group(1))
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
