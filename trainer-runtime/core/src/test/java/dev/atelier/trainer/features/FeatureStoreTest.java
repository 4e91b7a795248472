package dev.atelier.trainer.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.trainer.retention.Retention;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureStoreTest {
    private static final int IMAGES = 100;
    private static final int VALUES = 3;

    @TempDir
    private Path folder;

    @Test
    void whatWasAddedIsReadBackLater() throws IOException {
        fill("key", 7, 40, 3);
        try (Features features = store(1 << 20, 1).open("key", IMAGES, VALUES)) {
            features.seal();
            assertThat(features.has(40)).isTrue();
            assertThat(features.has(41)).isFalse();
            assertThat(read(features, 40)).containsExactly(0, 40, 40.5f, 41);
            assertThat(read(features, 3)).containsExactly(0, 3, 3.5f, 4);
            assertThatThrownBy(() -> read(features, 41)).hasMessage("there are no features of image 41");
        }
    }

    @Test
    void moreCanBeAddedLater() throws IOException {
        fill("key", 7);
        fill("key", 9);
        try (Features features = store(1 << 20, 1).open("key", IMAGES, VALUES)) {
            features.seal();
            assertThat(read(features, 7)).containsExactly(0, 7, 7.5f, 8);
            assertThat(read(features, 9)).containsExactly(0, 9, 9.5f, 10);
        }
    }

    @Test
    void anotherKeyHasFeaturesOfItsOwn() throws IOException {
        fill("key", 7);
        try (Features features = store(1 << 20, 1).open("another key", IMAGES, VALUES)) {
            assertThat(features.has(7)).isFalse();
        }
    }

    @Test
    void whatWasAddedButNotMadeLastIsAddedAgain() throws IOException {
        try (Features killed = store(1 << 20, 1).open("key", IMAGES, VALUES)) {
            killed.add(5, new float[] {1, 2, 3}, 0);
        }
        try (Features features = store(1 << 20, 1).open("key", IMAGES, VALUES)) {
            assertThat(features.has(5)).isFalse();
        }
    }

    @Test
    void rowsThatTheDiskLostAreAddedAgain() throws IOException {
        fill("key", 1, 2, 3);
        try (Stream<Path> files = Files.walk(folder);
                FileChannel rows = FileChannel.open(
                        files.filter(file -> file.endsWith("rows")).findFirst().orElseThrow(),
                        StandardOpenOption.WRITE)) {
            rows.truncate(2 * VALUES * Float.BYTES + 5);
        }
        fill("key", 3);
        try (Features features = store(1 << 20, 1).open("key", IMAGES, VALUES)) {
            features.seal();
            assertThat(read(features, 2)).containsExactly(0, 2, 2.5f, 3);
            assertThat(read(features, 3)).containsExactly(0, 3, 3.5f, 4);
        }
    }

    @Test
    void whatIsOpenIsNeitherOpenedTwiceNorDeleted() throws IOException {
        fill("key", 1);
        try (Features open = store(1 << 20, 1).open("key", IMAGES, VALUES)) {
            assertThatThrownBy(() -> store(1 << 20, 1).open("key", IMAGES, VALUES))
                    .isInstanceOf(FeaturesInUseException.class);
            store(0, 2).makeRoom(1, List.of());
            assertThat(open.has(1)).isTrue();
        }
        assertThat(has("key")).isTrue();
    }

    @Test
    void forWhatIsNewTheOldestGoes() throws IOException {
        long each = IMAGES * Integer.BYTES + VALUES * Float.BYTES;
        fill(store(10 * each, 1), "oldest", 1);
        fill(store(10 * each, 2), "in use", 1);
        fill(store(10 * each, 3), "newest", 1);
        store(2 * each, 4).makeRoom(each, List.of("in use"));
        assertThat(has("oldest")).isFalse();
        assertThat(has("in use")).isTrue();
        assertThat(has("newest")).isTrue();
    }

    @Test
    void whatIsUsedAgainIsNoLongerTheOldest() throws IOException {
        long each = IMAGES * Integer.BYTES + VALUES * Float.BYTES;
        fill(store(10 * each, 1), "first", 1);
        fill(store(10 * each, 2), "second", 1);
        store(10 * each, 3).open("first", IMAGES, VALUES).close();
        store(2 * each, 4).makeRoom(each, List.of());
        assertThat(has("first")).isTrue();
        assertThat(has("second")).isFalse();
    }

    private boolean has(String key) throws IOException {
        try (Features features = store(1 << 20, 5).open(key, IMAGES, VALUES)) {
            return features.has(1);
        }
    }

    private void fill(String key, int... images) throws IOException {
        fill(store(1 << 20, 1), key, images);
    }

    private static void fill(FeatureStore store, String key, int... images) throws IOException {
        try (Features features = store.open(key, IMAGES, VALUES)) {
            for (int image : images) {
                features.add(image, new float[] {0, 0, 0, image, image + 0.5f, image + 1}, 1);
            }
            features.seal();
        }
    }

    private static float[] read(Features features, int image) {
        float[] into = new float[VALUES + 1];
        features.read(image, into, 1);
        return into;
    }

    private FeatureStore store(long bytesAtMost, int second) {
        return new FeatureStore(
                folder,
                new Retention(bytesAtMost, Duration.ofDays(1)),
                Clock.fixed(Instant.ofEpochSecond(second), ZoneOffset.UTC));
    }
}
