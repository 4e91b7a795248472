package dev.atelier.testsupport;

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

/** A real server of one file, {@code /file}, which honours Range and If-Range, and breaks off, redirects and refuses on request. */
public final class FileServer implements AutoCloseable {
    private static final byte[] CONTENT = new byte[300_000];

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

    public static FileServer start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FileServer started = new FileServer(server);
        server.createContext("/file", started::serve);
        server.start();
        return started;
    }

    /** What {@code /file} holds: 300,000 bytes. */
    public static byte[] content() {
        return CONTENT.clone();
    }

    public URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** The ranges that were requested, each as its header has it, or {@code none}. */
    public List<String> ranges() {
        return ranges;
    }

    /** It hangs up after so many bytes of an answer. */
    public void bytesAtMost(int bytes) {
        bytesAtMost = bytes;
    }

    /** The file has another version from now on. */
    public void tag(String entityTag) {
        tag = entityTag;
    }

    /** It continues the file whatever the client has of it. */
    public void ignoreIfRange() {
        ignoresIfRange = true;
    }

    /** Redirects a path. */
    public void redirect(String path, int status, String location) {
        server.createContext(path, exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().add("Location", location);
                exchange.sendResponseHeaders(status, -1);
            }
        });
    }

    /** Answers a path with a status and nothing else. */
    public void refuse(String path, int status) {
        server.createContext(path, exchange -> {
            try (exchange) {
                ranges.add("none");
                exchange.sendResponseHeaders(status, -1);
            }
        });
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var requested = exchange.getRequestHeaders();
            String range = Optional.ofNullable(requested.getFirst("Range")).orElse("none");
            ranges.add(range);
            boolean continues = !range.equals("none") && (ignoresIfRange || tag.equals(requested.getFirst("If-Range")));
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
