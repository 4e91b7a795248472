package dev.atelier.dataset.publishing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atelier.contracts.Sha256;
import dev.atelier.dataset.publishing.idx.DatasetException;
import dev.atelier.dataset.publishing.idx.IdxFile;
import dev.atelier.dataset.publishing.idx.IdxImages;
import dev.atelier.dataset.publishing.idx.IdxLabels;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fashion-MNIST out of Debian's package by the real programs, where this machine has them and reaches its mirror. */
class RealDebianPackageTest {
    private static final Path APT_GET = Path.of("/usr/bin/apt-get");
    private static final Map<DatasetFile, String> NAMES = Map.of(
            DatasetFile.TRAIN_IMAGES, "train-images-idx3-ubyte",
            DatasetFile.TRAIN_LABELS, "train-labels-idx1-ubyte",
            DatasetFile.TEST_IMAGES, "t10k-images-idx3-ubyte",
            DatasetFile.TEST_LABELS, "t10k-labels-idx1-ubyte");

    @TempDir
    Path folder;

    @BeforeAll
    static void requireAMirror() throws Exception {
        assumeTrue(
                Files.isExecutable(APT_GET) && Files.isExecutable(Path.of("/usr/bin/dpkg-deb")),
                "no apt-get and dpkg-deb");
        assumeTrue(anyMirrorAnswers(), "no mirror of Debian within reach");
    }

    @Test
    void servesAnEmptyIndexAndChangesNothingOfTheMachines() throws Exception {
        Path state = Files.createDirectories(folder.resolve("state/lists/partial"))
                .getParent()
                .getParent();
        Path hooked = folder.resolve("hooked");
        // What stands before the arguments of the caller is as if it stood in the machine's own configuration.
        Path programs = aptGet("-o Dir::State=%s -o APT::Update::Post-Invoke::='touch %s'".formatted(state, hooked));

        Path cache = fetch(programs);

        assertThat(digests(cache)).isEqualTo(ConfiguredDatasets.fashionMnist().sha256());
        assertThat(names(cache))
                .containsExactlyInAnyOrderElementsOf(
                        NAMES.values().stream().map(name -> name + ".gz").toList());
        assertThat(hooked).as("hooks of the machine's configuration").doesNotExist();
        assertThat(names(state.resolve("lists"))).as("the machine's index").containsExactly("partial");
    }

    private Path fetch(Path programs) throws Exception {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        new DebianPackage(List.of(programs, Path.of("/usr/bin")), InstantSource.system())
                .fetch("dataset-fashion-mnist", NAMES.values(), cache);
        return cache;
    }

    /** A folder with an {@code apt-get} that is the machine's with some options before all others. */
    private Path aptGet(String options) throws IOException {
        Path programs = Files.createDirectory(folder.resolve("bin"));
        Path script = programs.resolve("apt-get");
        Files.writeString(script, "#!/bin/sh\nexec %s %s \"$@\"\n".formatted(APT_GET, options));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return programs;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    private static Map<DatasetFile, String> digests(Path cache) throws DatasetException {
        return Map.of(
                DatasetFile.TRAIN_IMAGES, images(cache, DatasetFile.TRAIN_IMAGES),
                DatasetFile.TRAIN_LABELS, labels(cache, DatasetFile.TRAIN_LABELS),
                DatasetFile.TEST_IMAGES, images(cache, DatasetFile.TEST_IMAGES),
                DatasetFile.TEST_LABELS, labels(cache, DatasetFile.TEST_LABELS));
    }

    private static String images(Path cache, DatasetFile file) throws DatasetException {
        return IdxImages.check(IdxFile.at(cache.resolve(NAMES.get(file) + ".gz")), Sha256.create())
                .sha256();
    }

    private static String labels(Path cache, DatasetFile file) throws DatasetException {
        return IdxLabels.check(IdxFile.at(cache.resolve(NAMES.get(file) + ".gz")), Sha256.create())
                .sha256();
    }

    private static boolean anyMirrorAnswers() throws Exception {
        Process targets = new ProcessBuilder(APT_GET.toString(), "indextargets", "--format", "$(SITE)")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String sites = new String(targets.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return sites.lines()
                .distinct()
                .filter(site -> site.startsWith("http"))
                .anyMatch(RealDebianPackageTest::answers);
    }

    private static boolean answers(String site) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(site + "/").toURL().openConnection();
            connection.setConnectTimeout(Math.toIntExact(Duration.ofSeconds(5).toMillis()));
            connection.setReadTimeout(Math.toIntExact(Duration.ofSeconds(5).toMillis()));
            return connection.getResponseCode() > 0;
        } catch (IOException e) {
            return false;
        }
    }
}
