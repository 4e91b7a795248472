package dev.atelier.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A service on a free port of this machine that answers each request as its test likes. */
public final class AnsweringServer implements AutoCloseable {
    private final HttpServer server;

    /** @param body empty where the response has none */
    public record Answer(int status, byte[] body) {
        public Answer(int status, String body) {
            this(status, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What a test answers a request with. */
    @FunctionalInterface
    public interface Answers {
        Answer to(HttpExchange request) throws IOException;
    }

    private AnsweringServer(HttpServer server) {
        this.server = server;
    }

    public static AnsweringServer start(Answers answers) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                Answer answer = answers.to(exchange);
                exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
                exchange.getResponseBody().write(answer.body());
            }
        });
        server.start();
        return new AnsweringServer(server);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
