package dev.atelier.transfer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atelier.contracts.job.ModelSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real HTTP server, which breaks off, goes on and redirects as it is told. */
class WeightsFolderTest {
    private static final byte[] CONTENT =
            "weights, as far as this test goes".repeat(1000).getBytes(StandardCharsets.UTF_8);
    private static final String TAG = "\"v1\"";

    @TempDir
    private Path folder;

    private final List<String> ranges = new ArrayList<>();
    private HttpServer server;
    private int bytesBeforeBreak = CONTENT.length;
    private String tag = TAG;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/weights.pth", this::serve);
        server.createContext("/moved", exchange -> redirect(exchange, url("/weights.pth")));
        server.createContext("/away", exchange -> redirect(exchange, "http://elsewhere.test/weights.pth"));
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void aFileIsBroughtOnceAndFoundAgain() throws Exception {
        var found = find(url("/weights.pth"), null).file();
        assertThat(found).hasBinaryContent(CONTENT);
        server.stop(0);
        assertThat(find(url("/weights.pth"), null).file()).isEqualTo(found);
    }

    @Test
    void whoeverComesSecondWaitsForTheFirst() throws Exception {
        try (var pool = Executors.newFixedThreadPool(4)) {
            Callable<Path> one = () -> find(url("/weights.pth"), null).file();
            for (Future<Path> found : pool.invokeAll(Collections.nCopies(4, one))) {
                assertThat(found.get()).hasBinaryContent(CONTENT);
            }
        }
        assertThat(ranges).hasSize(1);
    }

    @Test
    void aBrokenDownloadIsGoneOnWith() throws Exception {
        bytesBeforeBreak = 10_000;
        assertThatThrownBy(() -> find(url("/weights.pth"), null))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("did not come from " + url("/weights.pth"));
        assertThat(whole()).isEmpty();
        bytesBeforeBreak = CONTENT.length;
        assertThat(find(url("/weights.pth"), null).file()).hasBinaryContent(CONTENT);
        assertThat(ranges.getLast()).startsWith("bytes=").isNotEqualTo("bytes=0-");
    }

    @Test
    void aFileThatChangedMeanwhileBeginsAnew() throws Exception {
        bytesBeforeBreak = 10_000;
        assertThatThrownBy(() -> find(url("/weights.pth"), null)).isInstanceOf(WeightsException.class);
        bytesBeforeBreak = CONTENT.length;
        tag = "\"v2\"";
        assertThat(find(url("/weights.pth"), null).file()).hasBinaryContent(CONTENT);
    }

    @Test
    void redirectsAreFollowedToAllowedHostsOnly() throws Exception {
        assertThat(find(url("/moved"), null).file()).hasBinaryContent(CONTENT);
        assertThatThrownBy(() -> find(url("/away"), null))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("elsewhere.test")
                .hasMessageContaining(authority());
    }

    @Test
    void aHostThatIsNotListedIsNotAsked() {
        assertThatThrownBy(() -> find("https://example.test/resnet18.pth", null))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("may not be brought from https://example.test/resnet18.pth")
                .hasMessageContaining("atelier.transfer.hosts");
        assertThatThrownBy(() -> find("file:///etc/passwd", null))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("may not be brought");
    }

    @Test
    void aWrongDigestIsSaidAndTheFileIsNotKept() throws Exception {
        String wrong = "ab".repeat(32);
        assertThatThrownBy(() -> find(url("/weights.pth"), wrong))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("have the SHA-256")
                .hasMessageContaining(wrong);
        assertThat(whole()).isEmpty();
    }

    @Test
    void theRightDigestIsAccepted() throws Exception {
        Path file = Files.write(folder.resolve("mine.pth"), CONTENT);
        String right = WeightsFile.sha256(file);
        assertThat(find("mine.pth", right)).isEqualTo(new WeightsFolder.Found(file, right));
    }

    @Test
    void anAbsentFileIsNamed() {
        assertThatThrownBy(() -> find("not/there.pth", null))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(folder.resolve("not/there.pth").toString());
    }

    @Test
    void withoutImagenetsWeightsItSaysWhereToPutThem() {
        assertThatThrownBy(() -> find("imagenet", null))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("Put torchvision's resnet18-f37072fd.pth into " + folder)
                .hasMessageContaining("scratch");
    }

    @Test
    void anImpostorOfImagenetsWeightsIsRefused() throws Exception {
        Files.write(folder.resolve("resnet18-f37072fd.pth"), CONTENT);
        assertThatThrownBy(() -> find("imagenet", null))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("begins with f37072fd");
    }

    @Test
    void whatIsNeitherAPathNorAUrlIsSaidToBeSo() {
        for (String source : List.of("https://host/a b.pth", "a\u0000b", "://")) {
            assertThatThrownBy(() -> find(source, null))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("neither a path nor a URL");
        }
    }

    @Test
    void newWeightsNeedNoFile() throws Exception {
        assertThat(new WeightsFolder(folder, Set.of()).find(new ModelSpec.Weights("scratch", null)))
                .isEmpty();
    }

    private WeightsFolder.Found find(String source, @Nullable String sha256) throws WeightsException {
        return new WeightsFolder(folder, Set.of(authority()))
                .find(new ModelSpec.Weights(source, sha256))
                .orElseThrow();
    }

    private List<Path> whole() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".pth"))
                    .toList();
        }
    }

    private String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private String url(String path) {
        return "http://" + authority() + path;
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().add("Location", location);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        boolean goesOn =
                range != null && tag.equals(exchange.getRequestHeaders().getFirst("If-Range"));
        ranges.add(String.valueOf(range));
        int from = goesOn ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
        byte[] rest = Arrays.copyOfRange(CONTENT, from, CONTENT.length);
        exchange.getResponseHeaders().add("ETag", tag);
        exchange.sendResponseHeaders(goesOn ? 206 : 200, rest.length);
        try (exchange) {
            exchange.getResponseBody().write(rest, 0, Math.min(rest.length, bytesBeforeBreak));
        }
    }
}
