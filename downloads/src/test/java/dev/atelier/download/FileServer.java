package dev.atelier.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real server of one file, which honours Range and If-Range, breaks off, redirects and refuses as it is told. */
final class FileServer implements AutoCloseable {
    static final byte[] CONTENT = new byte[300_000];

    static {
        new Random(7).nextBytes(CONTENT);
    }

    private final HttpServer server;
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private volatile int bytesAtMost = Integer.MAX_VALUE;
    private volatile String tag = "\"one\"";
    private volatile boolean ignoresIfRange;

    private FileServer(HttpServer server) {
        this.server = server;
    }

    static FileServer start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FileServer started = new FileServer(server);
        server.createContext("/file", started::serve);
        server.start();
        return started;
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** The ranges that were asked for, or {@code none}. */
    List<String> ranges() {
        return ranges;
    }

    /** It hangs up after so many bytes of an answer. */
    void bytesAtMost(int bytes) {
        bytesAtMost = bytes;
    }

    void tag(String entityTag) {
        tag = entityTag;
    }

    /** It continues the file whatever the client has of it. */
    void ignoreIfRange() {
        ignoresIfRange = true;
    }

    void redirect(String path, int status, String location) {
        server.createContext(path, exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().add("Location", location);
                exchange.sendResponseHeaders(status, -1);
            }
        });
    }

    void refuse(String path, int status) {
        server.createContext(path, exchange -> {
            try (exchange) {
                ranges.add("none");
                exchange.sendResponseHeaders(status, -1);
            }
        });
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var asked = exchange.getRequestHeaders();
            String range = Optional.ofNullable(asked.getFirst("Range")).orElse("none");
            ranges.add(range);
            boolean continues = !range.equals("none") && (ignoresIfRange || tag.equals(asked.getFirst("If-Range")));
            int from = continues ? Integer.parseInt(range.substring("bytes=".length(), range.length() - 1)) : 0;
            exchange.getResponseHeaders().add("ETag", tag);
            if (continues) {
                exchange.getResponseHeaders()
                        .add("Content-Range", "bytes " + from + "-" + (CONTENT.length - 1) + "/" + CONTENT.length);
            }
            int length = CONTENT.length - from;
            exchange.sendResponseHeaders(continues ? 206 : 200, length);
            exchange.getResponseBody().write(CONTENT, from, Math.min(bytesAtMost, length));
            exchange.getResponseBody().flush();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
