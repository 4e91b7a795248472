package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every module with main code has a test of its architecture, which holds the rules that all have. */
class ArchitectureRulesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final List<String> RULES = List.of("noPackageCycles", "packagesHoldFewClasses", "usesOnly");

    @Test
    void everyModuleHoldsTheRulesThatAllHave() throws IOException {
        List<Path> modules = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map(found -> ROOT.resolve(found.group(1)))
                .filter(module -> Files.isDirectory(module.resolve("src/main/java")))
                .toList();

        assertThat(modules)
                .hasSizeGreaterThan(20)
                .allSatisfy(module -> assertThat(tests(module))
                        .as("%s", ROOT.relativize(module))
                        .singleElement()
                        .satisfies(test -> assertThat(RULES)
                                .allSatisfy(rule -> assertThat(test).contains("ArchitectureRules." + rule + "("))));
    }

    private static List<String> tests(Path module) throws IOException {
        try (Stream<Path> files = Files.walk(module.resolve("src/test/java"))) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().endsWith("ArchitectureTest.java"))
                    .toList();
            List<String> sources = new ArrayList<>();
            for (Path file : found) {
                sources.add(Files.readString(file));
            }
            return sources;
        }
    }
}
