package dev.atelier.results.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Requests to rebuild. All that are made while none has begun are one, and one that all callers have cancelled does not
 * run: at most one rebuild waits while another runs, however many are requested.
 */
final class RebuildQueue {
    private final List<CompletableFuture<RebuildReport>> waiting = new ArrayList<>();
    private Optional<String> closed = Optional.empty();

    /** Requests a rebuild that begins after this; cancelling the returned future withdraws the request. */
    synchronized CompletableFuture<RebuildReport> request() {
        CompletableFuture<RebuildReport> report = new CompletableFuture<>();
        if (closed.isPresent()) {
            report.completeExceptionally(new RebuildFailedException(closed.get()));
        } else {
            waiting.removeIf(CompletableFuture::isDone);
            waiting.add(report);
        }
        return report;
    }

    /** Those who wait for a rebuild, which is to begin now. */
    synchronized Optional<Request> take() {
        waiting.removeIf(CompletableFuture::isDone);
        Request request = new Request(List.copyOf(waiting));
        waiting.clear();
        return request.clients().isEmpty() ? Optional.empty() : Optional.of(request);
    }

    void refuse(String why) {
        take().ifPresent(request -> request.fail(new RebuildFailedException(why)));
    }

    /** Refuses what waits and whatever is requested from now on. */
    void close(String why) {
        synchronized (this) {
            closed = Optional.of(why);
        }
        refuse(why);
    }

    /** The callers that wait for the same rebuild. */
    record Request(List<CompletableFuture<RebuildReport>> clients) {
        void complete(RebuildReport report) {
            clients.forEach(client -> client.complete(report));
        }

        void fail(Throwable failure) {
            clients.forEach(client -> client.completeExceptionally(failure));
        }
    }
}
