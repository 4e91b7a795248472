package dev.atelier.transfer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.atelier.contracts.Sha256;
import dev.atelier.download.DownloadLimits;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.StoppedException;
import dev.atelier.trainer.retention.Retention;
import dev.atelier.trainer.retention.Sweep;
import dev.atelier.transfer.format.WeightsException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real HTTP server, which breaks off, stalls, resumes and redirects on request. */
class DownloadedWeightsTest {
    private static final byte[] CONTENT =
            "weights, as far as this test goes".repeat(1000).getBytes(StandardCharsets.UTF_8);
    private static final String DIGEST = Sha256.of(CONTENT);
    private static final String WRONG = "ab".repeat(32);
    private static final DownloadLimits LIMITS = limits(Duration.ofMinutes(1), 1 << 20);

    @TempDir
    private Path folder;

    private WeightsServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = WeightsServer.start(CONTENT);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void aFileIsBroughtOnceAndFoundAgain() throws Exception {
        find("/weights.pth", null).close();
        server.close();
        assertContent(find("/weights.pth", null));
        assertContent(find("/weights.pth", DIGEST));
    }

    @Test
    void whoeverComesSecondWaitsForTheFirst() throws Exception {
        try (var pool = Executors.newFixedThreadPool(4)) {
            Callable<FoundWeights> one = () -> find("/weights.pth", null);
            for (Future<FoundWeights> found : pool.invokeAll(Collections.nCopies(4, one))) {
                assertContent(found.get());
            }
        }
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void theSameContentIsKeptOnceWhateverTheQuery() throws Exception {
        for (int i = 0; i < 5; i++) {
            find("/weights.pth?token=" + i, null).close();
        }
        assertThat(kept()).hasSize(1);
        server.close();
        assertContent(find("/weights.pth?token=never-asked", DIGEST));
        assertThat(text()).doesNotContain("never-asked", "token=");
    }

    @Test
    void aBrokenDownloadIsContinued() throws Exception {
        server.bytesBeforeBreak = 10_000;
        assertThatThrownBy(() -> find("/weights.pth?token=hidden", null))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(
                        "could not be downloaded from " + server.url("/weights.pth") + ": the connection ended after")
                .hasMessageNotContaining("hidden");
        assertThat(kept()).isEmpty();
        server.bytesBeforeBreak = CONTENT.length;
        assertContent(find("/weights.pth?token=hidden", null));
        assertThat(server.requests.getLast()).contains("range=bytes=").doesNotContain("range=bytes=0-");
    }

    @Test
    void aFileThatChangedMeanwhileBeginsAnew() throws Exception {
        server.bytesBeforeBreak = 10_000;
        assertThatThrownBy(() -> find("/weights.pth", null)).isInstanceOf(WeightsException.class);
        server.bytesBeforeBreak = CONTENT.length;
        server.tag = "\"v2\"";
        assertContent(find("/weights.pth", null));
    }

    @Test
    void aServerThatContinuesElsewhereIsNotBelieved() throws Exception {
        server.bytesBeforeBreak = 10_000;
        assertThatThrownBy(() -> find("/weights.pth", null)).isInstanceOf(WeightsException.class);
        server.bytesBeforeBreak = CONTENT.length;
        server.wrongStart = 7;
        assertThatThrownBy(() -> find("/weights.pth", null))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("sends another part");
        server.wrongStart = 0;
        assertContent(find("/weights.pth", null));
    }

    @Test
    void redirectsAreFollowedToAllowedHostsOnly() throws Exception {
        assertContent(find("/moved", null));
        assertThatThrownBy(() -> find("/away", null))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("elsewhere.test")
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> find("/round", null))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("more than 5 redirects");
    }

    @Test
    void aWrongDigestTakesNothingAwayFromOthers() throws Exception {
        try (FoundWeights used = find("/weights.pth", null)) {
            assertThat(used.sha256()).isEqualTo(DIGEST);
            for (int i = 0; i < 3; i++) {
                try (FoundWeights wrong = find("/weights.pth", WRONG)) {
                    assertThat(wrong.sha256()).isEqualTo(DIGEST);
                }
            }
            assertThat(server.requests).hasSize(4);
            assertThat(server.requests.subList(1, 4)).allMatch(request -> request.contains("if-none-match=\"v1\""));
        }
        server.close();
        assertContent(find("/weights.pth", null));
    }

    @Test
    void damagedContentIsBroughtAgain() throws Exception {
        find("/weights.pth", null).close();
        Files.write(kept().getFirst(), new byte[] {1, 2, 3});
        assertContent(find("/weights.pth", null));
    }

    @Test
    void aStopReachesAServerThatStalls() throws Exception {
        server.stalls = true;
        server.bytesBeforeBreak = 10_000;
        StopSignal stop = () -> {
            if (server.stalled.getCount() == 0) {
                throw new StoppedException("cancelled");
            }
        };
        assertTimeoutPreemptively(
                Duration.ofSeconds(40),
                () -> assertThatThrownBy(
                                () -> downloads(LIMITS).find(URI.create(server.url("/weights.pth")), null, stop))
                        .isInstanceOf(StoppedException.class)
                        .hasMessage("cancelled"));
        server.released.countDown();
        server.stalls = false;
        server.bytesBeforeBreak = CONTENT.length;
        assertContent(find("/weights.pth", null));
    }

    @Test
    void aServerThatSendsNothingIsGivenUp() {
        server.stalls = true;
        server.bytesBeforeBreak = 10_000;
        DownloadLimits limits = limits(Duration.ofMillis(500), 1 << 20);
        assertThatThrownBy(() -> downloads(limits).find(URI.create(server.url("/weights.pth")), null, StopSignal.NEVER))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("no data arrived for");
    }

    @Test
    void aFileThatIsTooLargeIsRefusedAnnouncedOrNot() {
        for (boolean announced : List.of(true, false)) {
            server.announces = announced;
            assertThatThrownBy(() -> downloads(LIMITS.withBytesAtMost(20_000))
                            .find(URI.create(server.url("/weights.pth")), null, StopSignal.NEVER))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("more than the 20000 bytes that atelier.transfer.download-bytes allows");
        }
    }

    @Test
    void whatNobodyUsesGoesAndWhatIsInUseStays() throws Exception {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        FoundWeights used = downloads(now).find(URI.create(server.url("/weights.pth")), null, StopSignal.NEVER);
        sweep(now.plus(Duration.ofDays(31)));
        assertThat(kept()).hasSize(1);
        used.close();
        sweep(now.plus(Duration.ofDays(29)));
        assertThat(kept()).hasSize(1);
        sweep(now.plus(Duration.ofDays(31)));
        assertThat(kept()).isEmpty();
        assertThat(text()).doesNotContain(DIGEST);
        assertContent(find("/weights.pth", null));
    }

    @Test
    void whatWasUsedLongestAgoMakesRoomAndWhatIsInUseStays() throws Exception {
        List<String> all = List.of("/a", "/b", "/c");
        for (String path : all) {
            server.serve(path, content(path));
        }
        bring("/a", 0).close();
        bring("/b", 1).close();
        bring("/a", 2).close();
        bring("/c", 3).close();
        assertThat(keptOf(all)).containsExactly("/a", "/c");

        try (FoundWeights used = bring("/a", 4)) {
            bring("/c", 5).close();
            bring("/b", 6).close();
            assertThat(keptOf(all)).as("/a is in use").containsExactly("/a", "/b");
            assertThat(bytes(used)).isEqualTo(content("/a"));
        }
        bring("/c", 7).close();
        assertThat(keptOf(all)).as("/a is no longer in use").containsExactly("/b", "/c");
    }

    /** Finds weights at a minute, where two and a half of the kind are kept. */
    private FoundWeights bring(String path, int minute) throws IOException, StoppedException {
        Instant now = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofMinutes(minute));
        var downloads = new DownloadedWeights(
                folder,
                new AllowedHosts(Set.of(), Set.of(server.authority())),
                new Retention(CONTENT.length * 5L / 2, Duration.ofDays(30)),
                LIMITS,
                Clock.fixed(now, ZoneOffset.UTC));
        return downloads.find(URI.create(server.url(path)), null, StopSignal.NEVER);
    }

    private List<String> keptOf(List<String> paths) throws IOException {
        List<String> digests = kept().stream()
                .map(file -> file.getParent().getFileName().toString())
                .toList();
        return paths.stream()
                .filter(path -> digests.contains(Sha256.of(content(path))))
                .toList();
    }

    /** As long as {@link #CONTENT}, and another of each path. */
    private static byte[] content(String path) {
        byte[] content = CONTENT.clone();
        content[0] = (byte) path.charAt(1);
        return content;
    }

    @Test
    void damagedPiecesOfTheStoreDoNotStopIt() throws Exception {
        AtomicInteger round = new AtomicInteger();
        find("/weights.pth", null).close();
        for (Path file : files().toList()) {
            Files.write(file, new byte[] {(byte) round.incrementAndGet()});
        }
        assertContent(find("/weights.pth", null));
    }

    private static void assertContent(FoundWeights found) throws IOException {
        try (found) {
            assertThat(found.sha256()).isEqualTo(DIGEST);
            assertThat(bytes(found)).isEqualTo(CONTENT);
        }
    }

    private static byte[] bytes(FoundWeights found) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) found.file().size());
        while (bytes.hasRemaining()) {
            found.file().read(bytes, bytes.position());
        }
        return bytes.array();
    }

    private FoundWeights find(String path, @Nullable String sha256) throws IOException, StoppedException {
        return downloads(LIMITS).find(URI.create(server.url(path)), sha256, StopSignal.NEVER);
    }

    private static DownloadLimits limits(Duration idle, long bytes) {
        return new DownloadLimits(Duration.ofSeconds(30), idle, Optional.of(Duration.ofMinutes(2)), bytes, 1);
    }

    private DownloadedWeights downloads(DownloadLimits limits) {
        return downloads(Clock.systemUTC(), limits);
    }

    private DownloadedWeights downloads(Instant now) {
        return downloads(Clock.fixed(now, ZoneOffset.UTC), LIMITS);
    }

    private DownloadedWeights downloads(Clock clock, DownloadLimits limits) {
        return new DownloadedWeights(
                folder,
                new AllowedHosts(Set.of(), Set.of(server.authority())),
                new Retention(1 << 20, Duration.ofDays(30)),
                limits,
                clock);
    }

    private List<Path> kept() throws IOException {
        return files().filter(file -> file.endsWith("weights")).toList();
    }

    /** All that is written beside the content. */
    private String text() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : files().filter(file -> !file.endsWith("weights")).toList()) {
            text.append(file).append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    private Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList().stream();
        }
    }

    private void sweep(Instant now) throws IOException {
        for (Sweep sweep : downloads(now).sweeps()) {
            sweep.run(Sweep.Mode.DELETE, deletion -> {});
        }
    }
}
