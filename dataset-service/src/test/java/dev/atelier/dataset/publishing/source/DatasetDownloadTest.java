package dev.atelier.dataset.publishing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atelier.dataset.publishing.idx.DatasetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetDownloadTest {
    private static final byte[] CONTENT = new byte[300_000];

    static {
        new Random(7).nextBytes(CONTENT);
    }

    private final DatasetDownload download = new DatasetDownload(Duration.ofSeconds(10));
    private final List<String> ranges = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private HttpServer server;
    private URI address;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/file.gz");
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void aBrokenTransferGoesOnWhereItStopped() throws Exception {
        server.createContext("/", exchange -> answer(exchange, "\"one\"", 100_000));
        Path target = folder.resolve("file.gz");

        download.fetch(address, target);

        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(ranges).containsExactly("none", "bytes=100000-", "bytes=200000-");
        assertThat(folder).isDirectoryNotContaining("glob:**.part*");
    }

    @Test
    void aRefusalIsASentence() {
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(404, -1);
            }
        });

        assertThatThrownBy(() -> download.fetch(address, folder.resolve("file.gz")))
                .isInstanceOf(DatasetException.class)
                .hasMessage(address + " cannot be downloaded: the server answered with status 404");
        assertThat(folder.resolve("file.gz")).doesNotExist();
    }

    /** Honours Range and If-Range, and hangs up after some bytes. */
    private void answer(HttpExchange exchange, String tag, int most) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            String range = Optional.ofNullable(headers.getFirst("Range")).orElse("none");
            ranges.add(range);
            boolean same = tag.equals(headers.getFirst("If-Range"));
            int from = same ? Integer.parseInt(range.substring("bytes=".length(), range.length() - 1)) : 0;
            exchange.getResponseHeaders().add("ETag", tag);
            if (same) {
                exchange.getResponseHeaders()
                        .add("Content-Range", "bytes " + from + "-" + (CONTENT.length - 1) + "/" + CONTENT.length);
            }
            int length = CONTENT.length - from;
            exchange.sendResponseHeaders(same ? 206 : 200, length);
            exchange.getResponseBody().write(CONTENT, from, Math.min(most, length));
            exchange.getResponseBody().flush();
        }
    }
}
