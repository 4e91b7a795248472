package dev.atelier.dataset.publishing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.atelier.contracts.Sha256;
import dev.atelier.dataset.publishing.idx.DatasetException;
import dev.atelier.dataset.publishing.idx.LabelledImages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetFinderTest {
    private static final Map<DatasetFile, String> NAMES = Map.of(
            DatasetFile.TRAIN_IMAGES, "ti",
            DatasetFile.TRAIN_LABELS, "tl",
            DatasetFile.TEST_IMAGES, "ei",
            DatasetFile.TEST_LABELS, "el");

    private final DatasetFinder finder =
            new DatasetFinder(new DatasetDownload(Duration.ofSeconds(10)), InstantSource.system());

    @TempDir
    Path folder;

    private HttpServer server;
    private FakeApt apt;

    @BeforeEach
    void startServer() throws IOException {
        apt = new FakeApt(folder.resolve("bin"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void theFirstFolderThatHasTheFilesIsTaken() throws Exception {
        write(folder.resolve("second"), content(1), false);
        write(folder.resolve("third"), content(2), false);

        Dataset dataset = finder.find(definition(Map.of(), "first", "second", "third"));

        assertThat(dataset.origin()).isEqualTo(folder.resolve("second").toString());
        assertThat(dataset.train().count()).isEqualTo(2);
        assertThat(LabelledImages.of(dataset.test()).pixels()).containsOnly(1);
    }

    @Test
    void compressedFilesAreFoundByTheSameName() throws Exception {
        write(folder.resolve("first"), content(3), true);

        assertThat(pixels(finder.find(definition(Map.of(), "first")))).containsOnly(3);
    }

    @Test
    void aFolderWithOtherContentThanThePinnedIsPassedBy() throws Exception {
        write(folder.resolve("first"), content(1), false);
        write(folder.resolve("second"), content(2), true);

        Dataset dataset = finder.find(definition(digests(content(2)), "first", "second"));

        assertThat(dataset.origin()).isEqualTo(folder.resolve("second").toString());
    }

    @Test
    void whereNothingIsFoundEveryPlaceReportsWhy() throws Exception {
        write(folder.resolve("second"), content(1), false);
        Files.delete(folder.resolve("second/el"));
        write(folder.resolve("third"), content(1), false);
        Files.write(folder.resolve("third/tl"), new byte[] {1, 2, 3});

        assertThatThrownBy(() -> finder.find(definition(Map.of(), "first", "second", "third")))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("Dataset tiny was not found: ")
                .hasMessageContaining("second has no el[.gz]")
                .hasMessageContaining("third/tl ends before its IDX header")
                .isInstanceOfSatisfying(
                        DatasetException.class, e -> assertThat(e.isPassing()).isFalse());
    }

    @Test
    void theDownloadFillsTheCacheWhichIsUsedFromThenOn() throws Exception {
        serve(content(5));
        DatasetDefinition definition = withDownload(digests(content(5)));

        assertThat(pixels(finder.find(definition))).containsOnly(5);
        server.removeContext("/");
        Dataset again = finder.find(definition);

        assertThat(again.origin()).isEqualTo(definition.cache().toString());
    }

    @Test
    void aCacheThatCannotBeWrittenDoesNotCountAgainstTheDataset() throws Exception {
        serve(content(5));
        DatasetDefinition definition = withDownload(digests(content(5)));
        Files.writeString(definition.cache(), "in the way");

        assertThatThrownBy(() -> finder.find(definition))
                .isInstanceOfSatisfying(
                        DatasetException.class, e -> assertThat(e.isPassing()).isTrue())
                .hasMessageContaining(definition.cache() + " cannot be written: ");
        Files.delete(definition.cache());
        assertThat(pixels(finder.find(definition))).containsOnly(5);
    }

    @Test
    void aDamagedCacheIsDownloadedAgain() throws Exception {
        serve(content(5));
        DatasetDefinition definition = withDownload(digests(content(5)));
        write(definition.cache(), content(6), true);

        assertThat(pixels(finder.find(definition))).containsOnly(5);
    }

    @Test
    void aDownloadOfOtherContentThanThePinnedIsRefused() throws Exception {
        serve(content(6));

        assertThatThrownBy(() -> finder.find(withDownload(digests(content(5)))))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("expected " + Sha256.of(content(5).get(DatasetFile.TRAIN_IMAGES)));
    }

    @Test
    void debiansPackageIsFetchedWhereTheDownloadFails() throws Exception {
        DatasetDefinition definition = withPackage(content(5), content(5));

        Dataset dataset = packageFinder().find(definition);

        assertThat(dataset.origin()).isEqualTo("Debian's package tiny");
        assertThat(pixels(dataset)).containsOnly(5);
        assertThat(finder.find(definition).origin())
                .as("from then on")
                .isEqualTo(definition.cache().toString());
    }

    @Test
    void debiansPackageReplacesADamagedCache() throws Exception {
        DatasetDefinition definition = withPackage(content(5), content(5));
        write(definition.cache(), content(6), false);

        assertThat(pixels(packageFinder().find(definition))).containsOnly(5);
    }

    @Test
    void aPackageOfOtherContentThanThePinnedIsRefused() throws Exception {
        DatasetDefinition definition = withPackage(content(6), content(5));

        assertThatThrownBy(() -> packageFinder().find(definition))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("expected " + Sha256.of(content(5).get(DatasetFile.TRAIN_IMAGES)));
    }

    @Test
    void theDownloadComesBeforeThePackage() throws Exception {
        serve(content(5));
        DatasetDefinition definition = withPackage(content(5), content(5));

        assertThat(packageFinder().find(definition).origin()).startsWith("http://");
        assertThat(apt.calls()).isEmpty();
    }

    @Test
    void ofTwoWhoFetchAtOnceOneFetchesAndBothHaveIt() throws Exception {
        DatasetDefinition definition = withPackage(content(5), content(5));

        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            List<Future<Dataset>> found = both.invokeAll(List.of(
                    () -> packageFinder().find(definition),
                    () -> packageFinder().find(definition)));
            for (Future<Dataset> dataset : found) {
                assertThat(pixels(dataset.get())).containsOnly(5);
            }
        }

        assertThat(apt.calls()).hasSize(1);
    }

    @Test
    void aFetchWaitsForTheProcessThatFetches() throws Exception {
        DatasetDefinition definition = withPackage(content(5), content(5));
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        definition.cache().toString())
                .start();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            assertThat(other.inputReader().readLine()).isEqualTo("held");
            Future<Dataset> found = thread.submit(() -> packageFinder().find(definition));
            assertThatThrownBy(() -> found.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(apt.calls()).isEmpty();

            other.destroyForcibly();
            assertThat(pixels(found.get())).containsOnly(5);
        } finally {
            other.destroyForcibly();
        }
    }

    /** A process that holds the lock of a cache until it is killed. */
    static final class LockHolder {
        private LockHolder() {}

        public static void main(String[] arguments) throws Exception {
            try (CacheLock held = CacheLock.acquire(Path.of(arguments[0]))) {
                System.out.println("held");
                Thread.sleep(Duration.ofMinutes(10));
            }
        }
    }

    private DatasetFinder packageFinder() {
        return new DatasetFinder(
                new DatasetDownload(Duration.ofSeconds(10)),
                new DebianPackage(List.of(apt.programs()), InstantSource.system()));
    }

    /** A package of this content for a dataset with the digests of that, and no other place that has it. */
    private DatasetDefinition withPackage(Map<DatasetFile, byte[]> content, Map<DatasetFile, byte[]> pinned)
            throws IOException {
        write(apt.content().resolve("usr/share/tiny"), content, true);
        return fetchable(digests(pinned), Optional.of("tiny"));
    }

    private DatasetDefinition definition(Map<DatasetFile, String> sha256, String... folders) {
        return new DatasetDefinition(
                "tiny",
                List.of("a", "b"),
                NAMES,
                sha256,
                Arrays.stream(folders).map(folder::resolve).toList(),
                Optional.empty(),
                folder.resolve("cache"),
                Optional.empty(),
                Optional.empty());
    }

    private DatasetDefinition withDownload(Map<DatasetFile, String> sha256) {
        return fetchable(sha256, Optional.empty());
    }

    private DatasetDefinition fetchable(Map<DatasetFile, String> sha256, Optional<String> debianPackage) {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return new DatasetDefinition(
                "tiny",
                List.of("a", "b"),
                NAMES,
                sha256,
                List.of(),
                Optional.empty(),
                folder.resolve("cache"),
                Optional.of(address),
                debianPackage);
    }

    private void serve(Map<DatasetFile, byte[]> content) {
        server.createContext("/", exchange -> {
            try (exchange) {
                String name = exchange.getRequestURI().getPath().substring(1);
                for (var file : NAMES.entrySet()) {
                    if (name.equals(file.getValue() + ".gz")) {
                        byte[] body = SampleGenerator.gzip(content.get(file.getKey()));
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                        return;
                    }
                }
                exchange.sendResponseHeaders(404, -1);
            }
        });
    }

    /** A dataset of 2 training images and 1 test image, 2 × 2, of which every pixel has one value. */
    private static Map<DatasetFile, byte[]> content(int pixel) {
        Map<DatasetFile, byte[]> content = new EnumMap<>(DatasetFile.class);
        LabelledImages train = images(2, pixel);
        LabelledImages test = images(1, pixel);
        content.put(DatasetFile.TRAIN_IMAGES, train.imagesFile());
        content.put(DatasetFile.TRAIN_LABELS, train.labelsFile());
        content.put(DatasetFile.TEST_IMAGES, test.imagesFile());
        content.put(DatasetFile.TEST_LABELS, test.labelsFile());
        return content;
    }

    private static LabelledImages images(int count, int pixel) {
        byte[] pixels = new byte[count * 4];
        Arrays.fill(pixels, (byte) pixel);
        return new LabelledImages(2, 2, pixels, new byte[count]);
    }

    private static byte[] pixels(Dataset dataset) throws DatasetException {
        return LabelledImages.of(dataset.train()).pixels();
    }

    private static Map<DatasetFile, String> digests(Map<DatasetFile, byte[]> content) {
        Map<DatasetFile, String> digests = new EnumMap<>(DatasetFile.class);
        content.forEach((file, bytes) -> digests.put(file, Sha256.of(bytes)));
        return digests;
    }

    private static void write(Path folder, Map<DatasetFile, byte[]> content, boolean compressed) throws IOException {
        Files.createDirectories(folder);
        for (var file : content.entrySet()) {
            String name = NAMES.get(file.getKey());
            if (compressed) {
                Files.write(folder.resolve(name + ".gz"), SampleGenerator.gzip(file.getValue()));
            } else {
                Files.write(folder.resolve(name), file.getValue());
            }
        }
    }
}
