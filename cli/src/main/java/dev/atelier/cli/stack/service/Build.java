package dev.atelier.cli.stack.service;

import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.FamilyDescriptor;
import dev.atelier.localstack.process.ClassArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Maven built in the project's folder. A stack runs from a copy of it: a JVM whose jars are replaced under it
 * fails at the next class it loads, and a build, a clean or a test run must not crash the stack.
 *
 * @param root the project's folder, or a copy's
 */
public record Build(Path root) {
    private static final List<String> SERVICES = List.of("dataset-service", "results-service");
    /** The descriptors of further families, in a copy. */
    private static final String FAMILIES = "families";
    /** The project's folder, in a copy. */
    private static final String ORIGIN = "origin";
    /** The configuration of Prometheus and Grafana. */
    private static final List<String> MONITORING = List.of("deploy/prometheus", "deploy/grafana");

    /** What distinguishes one build from another; {@code unknown} where the entry script did not build. */
    public String fingerprint() {
        try (Stream<String> lines = Files.lines(root.resolve("target/atelier/stamp"))) {
            return lines.findFirst().orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** The services that were built. */
    List<String> services() {
        return Stream.concat(SERVICES.stream(), families().stream().map(FamilyDescriptor::service))
                .filter(app -> Files.exists(app(app).resolve("quarkus-run.jar")))
                .toList();
    }

    /** The families whose trainers may have been built: of a copy those that were known when it was made. */
    public List<FamilyDescriptor> families() {
        return Files.isDirectory(root.resolve(FAMILIES)) ? Families.with(familiesFolder()) : Families.all();
    }

    /** The folder of the descriptors of further families, where there is one. */
    Optional<Path> familiesFolder() {
        Path own = root.resolve(FAMILIES);
        return Files.isDirectory(own) ? Optional.of(own) : Families.folder();
    }

    /** The folder from which one of Atelier's own services is launched. */
    public Path app(String service) {
        String module = families().stream()
                .filter(family -> family.service().equals(service))
                .map(FamilyDescriptor::module)
                .findFirst()
                .orElse(service);
        return root.resolve(module).resolve("target/quarkus-app");
    }

    /**
     * The JVM's options for the archive of a service's classes. It is in the project's folder, also that of a copy, because the
     * next copy has the same jars; there is none where that folder is gone.
     */
    List<String> classArchive(String service) {
        Path origin = origin();
        return Files.isDirectory(origin)
                ? ClassArchive.options(
                        origin.resolve("target/atelier/classes").resolve(service + ".jsa"),
                        List.of(app(service).resolve("quarkus-run.jar")))
                : List.of();
    }

    private Path origin() {
        Path file = root.resolve(ORIGIN);
        try {
            return Files.exists(file) ? Path.of(Files.readString(file)) : root;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** The folder of Prometheus's configuration. */
    Path prometheus() {
        return root.resolve(MONITORING.get(0));
    }

    /** The folder of Grafana's provisioning and dashboards. */
    Path grafana() {
        return root.resolve(MONITORING.get(1));
    }

    /** Copies the services that were built, and returns the class path of the supervisor, copied as well. */
    public List<Path> copyTo(Path target) throws IOException {
        Files.createDirectories(target.resolve(FAMILIES));
        Files.writeString(target.resolve(ORIGIN), origin().toAbsolutePath().toString());
        for (Path folder : familiesFolder().stream().toList()) {
            copyTree(folder, target.resolve(FAMILIES));
        }
        for (String app : services()) {
            copyTree(app(app), new Build(target).app(app));
        }
        for (String folder : MONITORING) {
            if (Files.isDirectory(root.resolve(folder))) {
                copyTree(root.resolve(folder), target.resolve(folder));
            }
        }
        List<Path> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath().normalize();
            if (path.startsWith(root) && Files.exists(path)) {
                Path copy = target.resolve("supervisor").resolve(root.relativize(path));
                copyTree(path, copy);
                path = copy;
            }
            classPath.add(path);
        }
        return classPath;
    }

    static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path copy = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.createDirectories(copy.getParent());
                    Files.copy(path, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
