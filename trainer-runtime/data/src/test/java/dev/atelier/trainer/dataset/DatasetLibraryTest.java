package dev.atelier.trainer.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.json.Json;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.localstack.testing.Infrastructure;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real broker, and topics of each test's own. */
class DatasetLibraryTest {
    private static final Broker BROKER = Broker.at(Infrastructure.bootstrapServers());
    private static final ImageShape SHAPE = new ImageShape(1, 5, 4);
    private static final Duration SOON = Duration.ofSeconds(20);

    private String batches;
    private String manifests;
    private DatasetLibrary library;
    private PublishedDataset published;

    @BeforeEach
    void topics() {
        batches = Infrastructure.newTopic("batches", 1);
        manifests = Infrastructure.newTopic("datasets", 1);
        library = new DatasetLibrary(BROKER, manifests, 40_000, 50_000);
        published = publisher("noise", 700);
    }

    @AfterEach
    void close() {
        published.close();
        library.close();
    }

    @Test
    void aDatasetIsReadOnceAndShared() throws DatasetReadException {
        announce(published);
        LoadedDataset dataset =
                library.find(published.key(), published.digest(), SOON).orElseThrow();
        assertThat(dataset.train().pixels()).isEqualTo(published.train().pixels());
        assertThat(library.find(published.key(), published.digest(), SOON)).containsSame(dataset);
    }

    @Test
    void whatIsNotThereYetIsFoundByAskingAgain() throws DatasetReadException {
        assertThat(library.find(published.key(), published.digest(), Duration.ofMillis(50)))
                .isEmpty();
        announce(published);
        assertThat(library.find(published.key(), published.digest(), SOON)).isPresent();
    }

    @Test
    void whatIsNoManifestHarmsNobody() throws DatasetReadException {
        published.announce(manifests, "other", "not JSON".getBytes(UTF_8));
        published.announce(manifests, "another", "{}".getBytes(UTF_8));
        published.announce(manifests, "gone", null);
        published.announce(manifests, null, new byte[0]);
        announce(published);
        assertThat(library.find(published.key(), published.digest(), SOON)).isPresent();
    }

    @Test
    void whatTakesTheKeyOfAManifestDoesNotReplaceIt() throws DatasetReadException {
        PublishedDataset other = publisher("other", 100);
        DatasetManifest foreign = other.send();
        announce(published);
        for (String body : List.of("null", "{}", "{\"name\":\"x\",\"classes\":[],\"mean\":[],\"std\":[]}")) {
            published.announce(manifests, published.key(), body.getBytes(UTF_8));
        }
        published.announce(manifests, published.key(), Json.bytes(foreign));
        other.announce(manifests, foreign.key(), Json.bytes(foreign));
        // It is behind all the others.
        assertThat(library.find(foreign.key(), foreign.digest(), SOON)).isPresent();
        assertThat(library.find(published.key(), published.digest(), SOON)).isPresent();
    }

    @Test
    void anotherDatasetUnderTheSameKeyIsRefused() {
        announce(published);
        assertThatThrownBy(() -> library.find(published.key(), "ab".repeat(32), SOON))
                .isInstanceOf(DatasetReadException.class)
                .hasMessage("The dataset " + published.key() + " has the digest " + published.digest() + "; expected "
                        + "ab".repeat(32));
    }

    @Test
    void datasetsUsedLongestAgoMakeRoom() throws DatasetReadException {
        // 16,800 bytes each, of which two fit
        try (PublishedDataset second = publisher("second", 701);
                PublishedDataset third = publisher("third", 702)) {
            announce(published);
            announce(second);
            announce(third);
            LoadedDataset first =
                    library.find(published.key(), published.digest(), SOON).orElseThrow();
            LoadedDataset other =
                    library.find(second.key(), second.digest(), SOON).orElseThrow();
            assertThat(library.find(published.key(), published.digest(), SOON)).containsSame(first);
            assertThat(library.find(third.key(), third.digest(), SOON)).isPresent();
            assertThat(library.find(published.key(), published.digest(), SOON)).containsSame(first);
            assertThat(library.find(second.key(), second.digest(), SOON).orElseThrow())
                    .isNotSameAs(other);
        }
    }

    @Test
    void roomIsMadeBeforeTheNextDatasetIsRead() throws DatasetReadException {
        // In its places lies a batch of the other: reading it fails, and by then the other has made room.
        try (PublishedDataset next = publisher("next", 1900)) {
            announce(published);
            LoadedDataset held =
                    library.find(published.key(), published.digest(), SOON).orElseThrow();
            published.announce(manifests, next.key(), Json.bytes(next.manifest(first(8), first(1))));
            assertThatThrownBy(() -> library.find(next.key(), next.digest(), SOON))
                    .isInstanceOf(DatasetReadException.class)
                    .hasMessageContaining("at offset 0 ");
            assertThat(library.find(published.key(), published.digest(), SOON).orElseThrow())
                    .isNotSameAs(held);
        }
    }

    @Test
    void aDatasetLargerThanTheHeapHasRoomForIsRefusedUnread() throws DatasetReadException {
        try (PublishedDataset large = publisher("large", 2400)) {
            announce(published);
            LoadedDataset held =
                    library.find(published.key(), published.digest(), SOON).orElseThrow();
            published.announce(manifests, large.key(), Json.bytes(large.manifest(missing(10), missing(1))));
            assertThatThrownBy(() -> library.find(large.key(), large.digest(), SOON))
                    .isInstanceOf(DatasetTooLargeException.class)
                    .hasMessageContaining("takes " + 2500 * 21 + " bytes")
                    .hasMessageContaining("has room for 50000");
            assertThat(library.find(published.key(), published.digest(), SOON)).containsSame(held);
        }
    }

    private static List<Long> first(int batches) {
        return Collections.nCopies(batches, 0L);
    }

    private static List<Long> missing(int batches) {
        return Collections.nCopies(batches, 1L << 40);
    }

    private PublishedDataset publisher(String name, int images) {
        return new PublishedDataset(Infrastructure.bootstrapServers(), batches, name, SHAPE, images, 100);
    }

    private void announce(PublishedDataset dataset) {
        DatasetManifest manifest = dataset.send();
        dataset.announce(manifests, manifest.key(), Json.bytes(manifest));
    }
}
