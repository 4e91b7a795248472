package dev.atelier.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One attempt at a file. Follows redirects, also from HTTP to HTTPS but never back, and continues what is there if the
 * server confirms by a strong entity tag that it is a part of its file.
 *
 * @param bytesAtMost size of the file at most
 * @param progress grows with every answer and every piece that comes
 */
record Transfer(
        HttpClient client, AddressCheck addresses, long bytesAtMost, DownloadObserver observer, AtomicLong progress) {
    private static final int MAX_REDIRECTS = 5;
    private static final int NOT_MODIFIED = 304;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int SERVER_ERROR = 500;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(?:(\\d{1,18})|\\*)");

    /** Returns false where the known copy is still the same by the server's answer. */
    boolean run(URI source, PartialFile partial, Optional<String> known) throws IOException, InterruptedException {
        URI next = source;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            long begun = known.isEmpty() ? partial.resumable() : 0;
            HttpResponse<InputStream> response = request(next, begun, partial, known);
            try (InputStream body = response.body()) {
                progress.incrementAndGet();
                int status = response.statusCode();
                if (status == NOT_MODIFIED && known.isPresent()) {
                    return false;
                }
                if (status == RANGE_NOT_SATISFIABLE && begun > 0) {
                    partial.restart(Optional.empty());
                } else if (REDIRECTS.contains(status)) {
                    next = redirected(next, response);
                } else if (status == 200) {
                    partial.restart(header(response, "ETag"));
                    long announced = response.headers()
                            .firstValueAsLong("Content-Length")
                            .orElse(-1);
                    receive(next, body, partial, 0, announced);
                    return true;
                } else if (status == 206 && begun > 0) {
                    receive(next, body, partial, begun, checkContinued(next, response, partial, begun));
                    return true;
                } else {
                    throw new DownloadException(
                            next, status >= SERVER_ERROR, "the server responded with status " + status);
                }
            }
        }
        throw new DownloadException(source, false, "there are more than " + MAX_REDIRECTS + " redirects");
    }

    private HttpResponse<InputStream> request(URI address, long begun, PartialFile partial, Optional<String> known)
            throws IOException, InterruptedException {
        try {
            addresses.require(address);
        } catch (UnknownHostException e) {
            throw noAddress(address);
        }
        HttpRequest.Builder request = request(address).header("Accept-Encoding", "identity");
        known.ifPresent(tag -> request.header("If-None-Match", tag));
        if (begun > 0) {
            request.header("Range", "bytes=" + begun + "-");
            request.header("If-Range", partial.tag().orElseThrow());
        }
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (UnknownHostException e) {
            throw noAddress(address);
        } catch (IOException e) {
            throw new DownloadException(
                    address,
                    false,
                    "the server cannot be reached (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static DownloadException noAddress(URI address) {
        return new DownloadException(address, false, "the host has no address");
    }

    private static HttpRequest.Builder request(URI address) throws DownloadException {
        try {
            return HttpRequest.newBuilder(address);
        } catch (IllegalArgumentException e) {
            throw new DownloadException(address, false, "its address is neither HTTP nor HTTPS");
        }
    }

    private static URI redirected(URI from, HttpResponse<?> response) throws DownloadException {
        URI to;
        try {
            to = from.resolve(header(response, "Location").orElseThrow());
        } catch (RuntimeException e) {
            throw new DownloadException(from, false, "it is redirected to an invalid URL");
        }
        if ("https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(to.getScheme())) {
            throw new DownloadException(from, false, "it is redirected from HTTPS to an unencrypted connection");
        }
        return to;
    }

    /** Checks that an answer continues the file, and returns the whole file's size; negative where it is not known. */
    private static long checkContinued(URI address, HttpResponse<?> response, PartialFile partial, long begun)
            throws IOException {
        Matcher range = RANGE.matcher(header(response, "Content-Range").orElse(""));
        if (!range.matches() || Long.parseLong(range.group(1)) != begun) {
            partial.restart(Optional.empty());
            throw new DownloadException(address, true, "the server sends another part than was requested");
        }
        Optional<String> tag = header(response, "ETag");
        if (tag.isPresent() && !tag.equals(partial.tag())) {
            partial.restart(Optional.empty());
            throw new DownloadException(address, true, "the file on the server has changed since the download began");
        }
        return range.group(2) == null ? -1 : Long.parseLong(range.group(2));
    }

    /** @param total size of the whole file; negative where it is not known */
    private void receive(URI address, InputStream body, PartialFile partial, long begun, long total)
            throws IOException {
        if (total > bytesAtMost) {
            throw new DownloadException.TooLarge(address, bytesAtMost);
        }
        long size = begun;
        try (FileChannel file = FileChannel.open(
                partial.file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            byte[] piece = new byte[1 << 16];
            for (int read = read(address, body, piece, size); read >= 0; read = read(address, body, piece, size)) {
                size += read;
                if (size > bytesAtMost) {
                    throw new DownloadException.TooLarge(address, bytesAtMost);
                }
                for (ByteBuffer left = ByteBuffer.wrap(piece, 0, read); left.hasRemaining(); ) {
                    file.write(left);
                }
                progress.incrementAndGet();
                observer.onProgress(size, total);
            }
            file.force(true);
        }
        if (total >= 0 && size != total) {
            throw interruptedAfter(address, size);
        }
    }

    private static int read(URI address, InputStream body, byte[] piece, long size) throws DownloadException {
        try {
            return body.read(piece);
        } catch (IOException e) {
            throw interruptedAfter(address, size);
        }
    }

    private static DownloadException interruptedAfter(URI address, long size) {
        return new DownloadException(address, true, "the connection ended after " + size + " bytes");
    }

    private static Optional<String> header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name);
    }
}
