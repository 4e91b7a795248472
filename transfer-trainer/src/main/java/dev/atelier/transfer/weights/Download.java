package dev.atelier.transfer.weights;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings one file over HTTP, once. What came of it stays where the transfer breaks off, with the server's tag, and the next
 * transfer continues it if the server says that its file is still the same. Every redirect is held to the allowed hosts.
 * Runs on a thread of its own, which is interrupted to stop it.
 */
final class Download implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final int REDIRECTS_AT_MOST = 5;
    private static final int NOT_MODIFIED = 304;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d+/(?:\\d+|\\*)");

    private final AllowedHosts hosts;
    private final long bytesAtMost;
    private final HttpClient client;
    private final AtomicLong progress = new AtomicLong();

    /** @param bytesAtMost of a file that is brought */
    Download(AllowedHosts hosts, long bytesAtMost) {
        this.hosts = hosts;
        this.bytesAtMost = bytesAtMost;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT);
        Optional.ofNullable(ProxySelector.getDefault()).ifPresent(builder::proxy);
        this.client = builder.build();
    }

    /** Grows with every answer and every piece that comes. */
    long progress() {
        return progress.get();
    }

    /**
     * Brings a file.
     *
     * @param partial where it comes to lie
     * @param tag where the server's tag for it lies and comes to lie
     * @param known the tag of a copy that is there already
     * @return whether it came; false where the server says that the copy is still the same
     * @throws WeightsException if the server does not give it
     * @throws IOException if it cannot be written
     */
    boolean fetch(URI source, Path partial, Path tag, Optional<String> known) throws IOException, InterruptedException {
        URI next = source;
        for (int redirects = 0; redirects <= REDIRECTS_AT_MOST; redirects++) {
            long begun = known.isEmpty() && Files.exists(partial) && Files.exists(tag) ? Files.size(partial) : 0;
            HttpResponse<InputStream> response = ask(next, begun, tag, known);
            try (InputStream body = response.body()) {
                progress.incrementAndGet();
                int status = response.statusCode();
                if (status == NOT_MODIFIED && known.isPresent()) {
                    return false;
                }
                if (status == RANGE_NOT_SATISFIABLE && begun > 0) {
                    Files.deleteIfExists(partial);
                } else if (REDIRECTS.contains(status)) {
                    next = redirected(next, response);
                } else if (status == 200 || (status == 206 && begun > 0)) {
                    receive(response, body, partial, tag, status == 206 ? begun : 0);
                    return true;
                } else {
                    throw notCome(source, "the server answered with status " + status);
                }
            }
        }
        throw notCome(source, "there are more than " + REDIRECTS_AT_MOST + " redirects");
    }

    static WeightsException notCome(URI source, String why) {
        return new WeightsException("The weights did not come from " + shown(source) + ": " + why);
    }

    /** A URL without what it may keep secret: its user and its query. */
    static String shown(URI source) {
        return WeightsException.shown(source.getScheme() + "://" + source.getHost()
                + (source.getPort() < 0 ? "" : ":" + source.getPort()) + source.getRawPath());
    }

    private HttpResponse<InputStream> ask(URI uri, long begun, Path tag, Optional<String> known)
            throws IOException, InterruptedException {
        hosts.require(uri);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept-Encoding", "identity");
        known.ifPresent(value -> request.header("If-None-Match", value));
        if (begun > 0) {
            request.header("Range", "bytes=" + begun + "-");
            request.header("If-Range", Files.readString(tag, StandardCharsets.UTF_8));
        }
        try {
            hosts.requirePublicAddress(uri);
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (WeightsException e) {
            throw e;
        } catch (UnknownHostException e) {
            throw notCome(uri, "the host has no address");
        } catch (IOException e) {
            throw notCome(uri, "the connection failed (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static URI redirected(URI from, HttpResponse<?> response) throws WeightsException {
        try {
            return from.resolve(response.headers().firstValue("Location").orElseThrow());
        } catch (RuntimeException e) {
            throw notCome(from, "it is redirected to what is no URL");
        }
    }

    private void receive(HttpResponse<InputStream> response, InputStream body, Path partial, Path tag, long begun)
            throws IOException {
        if (begun > 0 && !begins(response, begun)) {
            Files.deleteIfExists(partial);
            throw notCome(response.uri(), "the server continues another part than was asked for");
        }
        long announced = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        long room = bytesAtMost - begun;
        if (announced > room) {
            throw tooLarge(response.uri());
        }
        String entityTag = response.headers().firstValue("ETag").orElse("");
        if (entityTag.startsWith("\"")) {
            Files.writeString(tag, entityTag);
        } else {
            Files.deleteIfExists(tag);
        }
        long came = copy(response.uri(), body, partial, begun, room);
        if (announced >= 0 && came != announced) {
            throw broken(response.uri(), begun + came);
        }
    }

    private static boolean begins(HttpResponse<?> response, long begun) {
        Matcher range =
                RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
        return range.matches() && Long.parseLong(range.group(1)) == begun;
    }

    private long copy(URI source, InputStream body, Path partial, long begun, long room) throws IOException {
        StandardOpenOption how = begun > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        long came = 0;
        try (FileChannel file = FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
            byte[] piece = new byte[1 << 16];
            for (int read = read(source, body, piece, begun);
                    read >= 0;
                    read = read(source, body, piece, begun + came)) {
                came += read;
                if (came > room) {
                    throw tooLarge(source);
                }
                for (ByteBuffer left = ByteBuffer.wrap(piece, 0, read); left.hasRemaining(); ) {
                    file.write(left);
                }
                progress.incrementAndGet();
            }
            file.force(true);
        }
        return came;
    }

    private static int read(URI source, InputStream body, byte[] piece, long came) throws WeightsException {
        try {
            return body.read(piece);
        } catch (IOException e) {
            throw broken(source, came);
        }
    }

    private static WeightsException broken(URI source, long came) {
        return notCome(source, "the connection ended after " + came + " bytes");
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private WeightsException tooLarge(URI source) {
        return notCome(
                source,
                "there are more than the " + bytesAtMost + " bytes that atelier.transfer.download-bytes" + " allows");
    }
}
