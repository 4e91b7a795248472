package dev.atelier.cli.command.machine;

import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.FamilyDescriptor;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The benchmarks of a family, as the module {@code benchmarks/FAMILY} describes them in its {@code bench.properties}.
 *
 * @param alone the class that needs no stack
 * @param inStack the class that measures what the stack adds
 * @param description in lines, for the usage message
 */
record FamilyBenchmark(FamilyDescriptor family, String alone, String inStack, List<String> description) {
    /** Those of all families that have any, in the order of the families. */
    static List<FamilyBenchmark> all(Path root) {
        return Families.all().stream()
                .flatMap(family -> read(root, family).stream())
                .toList();
    }

    String name() {
        return family.family().name();
    }

    private static Optional<FamilyBenchmark> read(Path root, FamilyDescriptor family) {
        String name = family.family().name();
        Path file = root.resolve("benchmarks/" + name + "/src/main/resources/dev/atelier/bench/" + name)
                .resolve("bench.properties");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(new FamilyBenchmark(
                family,
                required(properties, "alone", file),
                required(properties, "inStack", file),
                required(properties, "description", file).lines().toList()));
    }

    private static String required(Properties properties, String key, Path file) {
        return Optional.ofNullable(properties.getProperty(key))
                .orElseThrow(() -> new IllegalArgumentException(key + " is missing in " + file));
    }
}
