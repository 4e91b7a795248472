package dev.atelier.dataset.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final DatasetFinder finder = new DatasetFinder(new Download(Duration.ofSeconds(10)));

    @TempDir
    Path folder;

    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
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
        assertThat(dataset.test().pixels()).containsOnly(1);
    }

    @Test
    void compressedFilesAreFoundByTheSameName() throws Exception {
        write(folder.resolve("first"), content(3), true);

        assertThat(finder.find(definition(Map.of(), "first")).train().pixels()).containsOnly(3);
    }

    @Test
    void aFolderWithOtherContentThanThePinnedIsPassedBy() throws Exception {
        write(folder.resolve("first"), content(1), false);
        write(folder.resolve("second"), content(2), true);

        Dataset dataset = finder.find(definition(digests(content(2)), "first", "second"));

        assertThat(dataset.origin()).isEqualTo(folder.resolve("second").toString());
    }

    @Test
    void whereNothingIsFoundEveryPlaceSaysWhy() throws Exception {
        write(folder.resolve("second"), content(1), false);
        Files.delete(folder.resolve("second/el"));
        write(folder.resolve("third"), content(1), false);
        Files.write(folder.resolve("third/tl"), new byte[] {1, 2, 3});

        assertThatThrownBy(() -> finder.find(definition(Map.of(), "first", "second", "third")))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith("Dataset tiny was found nowhere: ")
                .hasMessageContaining("second has no el[.gz]")
                .hasMessageContaining("third/tl ends before its IDX header");
    }

    @Test
    void theDownloadFillsTheCacheWhichIsUsedFromThenOn() throws Exception {
        serve(content(5));
        DatasetDefinition definition = withDownload(digests(content(5)));

        assertThat(finder.find(definition).train().pixels()).containsOnly(5);
        server.removeContext("/");
        Dataset again = finder.find(definition);

        assertThat(again.origin()).isEqualTo(definition.cache().toString());
    }

    @Test
    void aDamagedCacheIsDownloadedAgain() throws Exception {
        serve(content(5));
        DatasetDefinition definition = withDownload(digests(content(5)));
        write(definition.cache(), content(6), true);

        assertThat(finder.find(definition).train().pixels()).containsOnly(5);
    }

    @Test
    void aDownloadOfOtherContentThanThePinnedIsRefused() throws Exception {
        serve(content(6));

        assertThatThrownBy(() -> finder.find(withDownload(digests(content(5)))))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("expected " + Json.sha256(content(5).get(DatasetFile.TRAIN_IMAGES)));
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
                Optional.empty());
    }

    private DatasetDefinition withDownload(Map<DatasetFile, String> sha256) {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return new DatasetDefinition(
                "tiny",
                List.of("a", "b"),
                NAMES,
                sha256,
                List.of(),
                Optional.empty(),
                folder.resolve("cache"),
                Optional.of(address));
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
    private static Map<DatasetFile, byte[]> content(int pixel) throws IOException {
        Map<DatasetFile, byte[]> content = new EnumMap<>(DatasetFile.class);
        ImageSet train = set(2, pixel);
        ImageSet test = set(1, pixel);
        content.put(DatasetFile.TRAIN_IMAGES, SampleGenerator.images(train));
        content.put(DatasetFile.TRAIN_LABELS, SampleGenerator.labels(train));
        content.put(DatasetFile.TEST_IMAGES, SampleGenerator.images(test));
        content.put(DatasetFile.TEST_LABELS, SampleGenerator.labels(test));
        return content;
    }

    private static ImageSet set(int count, int pixel) {
        byte[] pixels = new byte[count * 4];
        Arrays.fill(pixels, (byte) pixel);
        return new ImageSet(count, 2, 2, pixels, new byte[count], "", "");
    }

    private static Map<DatasetFile, String> digests(Map<DatasetFile, byte[]> content) {
        Map<DatasetFile, String> digests = new EnumMap<>(DatasetFile.class);
        content.forEach((file, bytes) -> digests.put(file, Json.sha256(bytes)));
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
