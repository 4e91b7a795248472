package dev.atelier.transfer.weights;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A real HTTP server of a file, {@code /weights.pth}, which breaks off, stalls, resumes and redirects on request. */
final class WeightsServer implements AutoCloseable {
    private final HttpServer server;
    private final byte[] content;

    /** The headers of the requests that decide what is sent. */
    final List<String> requests = new CopyOnWriteArrayList<>();
    /** Counted down once an answer stalls. */
    final CountDownLatch stalled = new CountDownLatch(1);
    /** Ends the stall of all answers. */
    final CountDownLatch released = new CountDownLatch(1);

    volatile int bytesBeforeBreak = Integer.MAX_VALUE;
    volatile boolean stalls;
    /** Whether answers name their length. */
    volatile boolean announces = true;

    volatile String tag = "\"v1\"";
    /** So far from what was requested an answer claims to continue. */
    volatile int wrongStart;

    private WeightsServer(HttpServer server, byte[] content) {
        this.server = server;
        this.content = content;
    }

    static WeightsServer start(byte[] content) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        WeightsServer started = new WeightsServer(server, content);
        started.open();
        return started;
    }

    private void open() {
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/weights.pth", this::serve);
        server.createContext("/moved", exchange -> redirect(exchange, url("/weights.pth?token=hidden")));
        server.createContext("/away", exchange -> redirect(exchange, "http://elsewhere.test/weights.pth?token=hidden"));
        server.createContext("/round", exchange -> redirect(exchange, url("/round")));
        server.start();
    }

    String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String url(String path) {
        return "http://" + authority() + path;
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().add("Location", location);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    /** Serves another file, in one piece. */
    void serve(String path, byte[] other) {
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(200, other.length);
            try (exchange) {
                exchange.getResponseBody().write(other);
            }
        });
    }

    private void serve(HttpExchange exchange) throws IOException {
        var requested = exchange.getRequestHeaders();
        String range = requested.getFirst("Range");
        requests.add("range=" + range + " if-none-match=" + requested.getFirst("If-None-Match"));
        exchange.getResponseHeaders().add("ETag", tag);
        if (tag.equals(requested.getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
            exchange.close();
            return;
        }
        boolean goesOn = range != null && tag.equals(requested.getFirst("If-Range"));
        int from = goesOn ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
        byte[] rest = Arrays.copyOfRange(content, from, content.length);
        if (goesOn) {
            exchange.getResponseHeaders()
                    .add(
                            "Content-Range",
                            "bytes " + (from + wrongStart) + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(goesOn ? 206 : 200, announces ? rest.length : 0);
        try (exchange) {
            exchange.getResponseBody().write(rest, 0, Math.min(rest.length, bytesBeforeBreak));
            exchange.getResponseBody().flush();
            if (stalls) {
                stalled.countDown();
                released.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
    }
}
