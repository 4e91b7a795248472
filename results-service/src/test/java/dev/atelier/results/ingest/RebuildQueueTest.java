package dev.atelier.results.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RebuildQueueTest {
    private static final RebuildReport REPORT = new RebuildReport(1, new TreeMap<>(), new TreeMap<>());

    private final RebuildQueue queue = new RebuildQueue();

    @Test
    void requestsThatWaitAreOne() {
        List<CompletableFuture<RebuildReport>> asked =
                Stream.generate(queue::request).limit(100).toList();

        queue.take().orElseThrow().complete(REPORT);

        assertThat(asked).allSatisfy(report -> assertThat(report).isCompletedWithValue(REPORT));
        assertThat(queue.take()).isEmpty();
    }

    @Test
    void whatIsRequestedWhileOneRunsIsTheNext() {
        queue.request();
        RebuildQueue.Request running = queue.take().orElseThrow();
        CompletableFuture<RebuildReport> later = queue.request();

        running.complete(REPORT);

        assertThat(later).isNotDone();
        assertThat(queue.take()).isPresent();
    }

    @Test
    void whatEverybodyHasGivenUpDoesNotRun() {
        Stream.generate(queue::request).limit(100).toList().forEach(report -> report.cancel(false));
        assertThat(queue.take()).isEmpty();

        queue.request().cancel(false);
        queue.request();
        assertThat(queue.take().orElseThrow().clients()).hasSize(1);
    }

    @Test
    void nothingWaitsOnceItIsClosed() {
        CompletableFuture<RebuildReport> before = queue.request();
        queue.close("The service is stopping");

        assertThat(before).isCompletedExceptionally();
        assertThat(queue.request()).isCompletedExceptionally();
    }
}
