package dev.atelier.dataset.publishing.source;

import dev.atelier.dataset.publishing.idx.DatasetException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Fetches files out of packages of Debian and its relatives without installing anything and without any rights: the
 * package is downloaded by {@code apt-get}, which checks its signature, and unpacked by {@code dpkg-deb}, both in a
 * folder below the target. The machine's package index is read as it is; where it is empty or stale, a fresh one is
 * fetched into that folder. Nothing outside the target is changed, and nothing but the files is left in it. A failure is
 * not retried for a while.
 */
final class DebianPackage {
    private static final Logger LOG = Logger.getLogger(DebianPackage.class);
    private static final Duration INDEX_LIMIT = Duration.ofSeconds(90);
    private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(10);
    private static final Duration UNPACK_LIMIT = Duration.ofMinutes(1);
    private static final Duration RETRY = Duration.ofMinutes(5);
    private static final String WORK = "debian-package-";

    /** Hooks of the machine's own configuration would change files elsewhere. */
    private static final List<String> HOOKS = List.of(
            "APT::Update::Pre-Invoke",
            "APT::Update::Post-Invoke",
            "APT::Update::Post-Invoke-Success",
            "APT::Update::Post-Invoke-Stats");

    /** No server is waited for longer than seconds, and of an index only what names packages is fetched. */
    private static final List<String> SETTINGS = List.of(
            "Acquire::Retries=0",
            "Acquire::http::Timeout=10",
            "Acquire::https::Timeout=10",
            "Acquire::Languages=none",
            "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false",
            "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false");

    private record Failure(Instant at, DatasetException reason) {}

    private final List<Path> programs;
    private final InstantSource clock;
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();

    /** @param programs folders in which {@code apt-get} and {@code dpkg-deb} are looked for */
    DebianPackage(List<Path> programs, InstantSource clock) {
        this.programs = List.copyOf(programs);
        this.clock = clock;
    }

    /** With the programs on this process's path. */
    static DebianPackage onPath(InstantSource clock) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return new DebianPackage(
                Arrays.stream(path.split(":"))
                        .filter(folder -> !folder.isEmpty())
                        .map(Path::of)
                        .toList(),
                clock);
    }

    /**
     * Puts files of a package into a folder under their own names, replacing what is there. The folder must exist, and
     * the caller must hold its {@link CacheLock}.
     *
     * @param files names of the files, each with or without {@code .gz} in the package
     * @throws DatasetException if the machine has no such programs, or the package is not available or lacks a file
     */
    void fetch(String name, Collection<String> files, Path target) throws DatasetException {
        Path aptGet = program("apt-get", name);
        Path dpkgDeb = program("dpkg-deb", name);
        Failure failure = failures.get(name);
        if (failure != null && clock.instant().isBefore(failure.at().plus(RETRY))) {
            throw failure.reason();
        }
        try {
            deleteLeftovers(target);
            Path work = Files.createTempDirectory(target, WORK);
            try {
                Path archive = download(aptGet, name, work);
                Path unpacked = Files.createDirectory(work.resolve("unpacked"));
                new ExternalCommand(
                                List.of(dpkgDeb.toString(), "-x", archive.toString(), unpacked.toString()),
                                work,
                                UNPACK_LIMIT)
                        .run();
                move(name, files, unpacked, target);
            } finally {
                delete(work);
            }
            failures.remove(name);
        } catch (DatasetException e) {
            DatasetException reason = new DatasetException(
                    "Debian's package %s cannot be fetched: %s".formatted(name, e.sentence()), e, e.isPassing());
            failures.put(name, new Failure(clock.instant(), reason));
            throw reason;
        } catch (IOException e) {
            throw new DatasetException(
                    "Debian's package %s cannot be kept in %s: %s".formatted(name, target, e), e, true);
        }
    }

    private Path program(String program, String name) throws DatasetException {
        return programs.stream()
                .map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        new DatasetException("Debian's package %s cannot be fetched, because this machine has no %s"
                                .formatted(name, program)));
    }

    /** The archive, found by the machine's index or else by a fresh one. */
    private static Path download(Path aptGet, String name, Path work) throws IOException, DatasetException {
        Path configuration = work.resolve("apt.conf");
        Files.write(
                configuration,
                HOOKS.stream().map(hook -> "#clear " + hook + ";").toList());
        Files.createDirectories(work.resolve("cache/archives/partial"));
        Files.createDirectories(work.resolve("state/lists/partial"));
        List<String> command = new ArrayList<>(List.of(aptGet.toString(), "-q", "-c", configuration.toString()));
        SETTINGS.forEach(setting -> command.addAll(List.of("-o", setting)));
        command.addAll(List.of("-o", "Dir::Cache=" + work.resolve("cache")));
        try {
            new ExternalCommand(with(command, "download", name), work, DOWNLOAD_LIMIT).run();
        } catch (DatasetException e) {
            LOG.infof("The machine's package index does not have it; a new index is fetched: %s", e.sentence());
            command.addAll(List.of("-o", "Dir::State=" + work.resolve("state")));
            new ExternalCommand(with(command, "update"), work, INDEX_LIMIT).run();
            new ExternalCommand(with(command, "download", name), work, DOWNLOAD_LIMIT).run();
        }
        try (Stream<Path> entries = Files.list(work)) {
            return entries.filter(entry -> entry.toString().endsWith(".deb"))
                    .findFirst()
                    .orElseThrow(() -> new DatasetException("'apt-get download' left no archive"));
        }
    }

    private static List<String> with(List<String> command, String... more) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(more));
        return whole;
    }

    private static void move(String name, Collection<String> files, Path unpacked, Path target)
            throws IOException, DatasetException {
        Map<String, Path> byName = new HashMap<>();
        try (Stream<Path> tree = Files.walk(unpacked)) {
            tree.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .forEach(path -> byName.putIfAbsent(String.valueOf(path.getFileName()), path));
        }
        for (String file : files) {
            Path found = Optional.ofNullable(byName.get(file + ".gz"))
                    .or(() -> Optional.ofNullable(byName.get(file)))
                    .orElseThrow(() -> new DatasetException("it has no " + file + "[.gz]"));
            Files.deleteIfExists(target.resolve(file));
            Files.move(
                    found,
                    target.resolve(found.getFileName()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Of a process that was killed while it fetched. */
    private static void deleteLeftovers(Path target) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(target, WORK + "*")) {
            for (Path leftover : leftovers) {
                delete(leftover);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
