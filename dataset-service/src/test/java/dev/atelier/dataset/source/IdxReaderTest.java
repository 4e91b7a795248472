package dev.atelier.dataset.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IdxReaderTest {
    private static final byte[] IMAGES = ByteBuffer.allocate(28)
            .putInt(0x803)
            .putInt(2)
            .putInt(2)
            .putInt(3)
            .put(new byte[] {0, 1, 2, 3, 4, 5, -1, -2, -3, -4, -5, -6})
            .array();
    private static final byte[] LABELS = ByteBuffer.allocate(10)
            .putInt(0x801)
            .putInt(2)
            .put(new byte[] {0, 9})
            .array();

    @Test
    void readsImages() throws Exception {
        IdxReader.Images images = IdxReader.images(file("images", IMAGES));

        assertThat(images.count()).isEqualTo(2);
        assertThat(images.rows()).isEqualTo(2);
        assertThat(images.columns()).isEqualTo(3);
        assertThat(images.pixels()).containsExactly(0, 1, 2, 3, 4, 5, -1, -2, -3, -4, -5, -6);
    }

    @Test
    void compressedAndPlainFilesAreTheSame() throws Exception {
        IdxReader.Images plain = IdxReader.images(file("x", IMAGES));
        IdxReader.Images compressed = IdxReader.images(file("x", SampleGenerator.gzip(IMAGES)));

        assertThat(compressed.pixels()).isEqualTo(plain.pixels());
        assertThat(compressed.sha256())
                .isEqualTo(plain.sha256())
                .isEqualTo(dev.atelier.contracts.json.Json.sha256(IMAGES));
    }

    @Test
    void anotherMagicIsRefused() {
        assertThatThrownBy(() -> IdxReader.images(file("a.idx", LABELS)))
                .isInstanceOf(DatasetException.class)
                .hasMessage("a.idx starts with 0x00000801, expected 0x00000803"
                        + " (an IDX file of images: unsigned bytes in 3 dimensions)");
    }

    @Test
    void everyTruncationIsRefused() {
        for (int length = 0; length < IMAGES.length; length++) {
            byte[] truncated = Arrays.copyOf(IMAGES, length);
            assertThatThrownBy(() -> IdxReader.images(file("a.idx", truncated)))
                    .as("%d of %d bytes", length, IMAGES.length)
                    .isInstanceOf(DatasetException.class)
                    .hasMessageStartingWith("a.idx ends ");
        }
    }

    @Test
    void everyTruncationOfCompressedDataIsRefused() throws Exception {
        byte[] compressed = SampleGenerator.gzip(IMAGES);
        for (int length = 0; length < compressed.length; length++) {
            byte[] truncated = Arrays.copyOf(compressed, length);
            assertThatThrownBy(() -> IdxReader.images(file("a.gz", truncated)))
                    .as("%d of %d bytes", length, compressed.length)
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining("a.gz");
        }
    }

    @Test
    void aTruncationNamesTheSizeThatIsExpected() {
        assertThatThrownBy(() -> IdxReader.images(file("a.idx", Arrays.copyOf(IMAGES, 20))))
                .hasMessage("a.idx ends after 4 bytes of data, expected 12 (2 images of 2 × 3)");
    }

    @Test
    void bytesBehindTheEndAreRefused() {
        assertThatThrownBy(() -> IdxReader.labels(file("l.idx", Arrays.copyOf(LABELS, 11))))
                .hasMessage("l.idx goes on after its 2 bytes of data, expected nothing behind 2 labels");
    }

    @Test
    void absurdSizesAreRefusedBeforeMemoryIsTaken() {
        byte[] absurd = ByteBuffer.allocate(16)
                .putInt(0x803)
                .putInt(Integer.MAX_VALUE)
                .putInt(Integer.MAX_VALUE)
                .putInt(Integer.MAX_VALUE)
                .array();
        byte[] negative = ByteBuffer.allocate(16)
                .putInt(0x803)
                .putInt(-1)
                .putInt(28)
                .putInt(28)
                .array();

        assertThatThrownBy(() -> IdxReader.images(file("a.idx", absurd))).isInstanceOf(DatasetException.class);
        assertThatThrownBy(() -> IdxReader.images(file("a.idx", negative)))
                .hasMessage("a.idx announces 4294967295 images, expected at least 1");
    }

    @Test
    void labelsMustBeClasses() throws Exception {
        IdxReader.Images images = IdxReader.images(file("images", IMAGES));
        IdxReader.Labels labels = IdxReader.labels(file("labels", LABELS));

        assertThat(ImageSet.of(images, labels, 10).labels()).containsExactly(0, 9);
        assertThatThrownBy(() -> ImageSet.of(images, labels, 9))
                .hasMessage("labels has label 9 at position 1, expected 0 to 8 (9 classes)");
    }

    @Test
    void everyImageHasALabel() throws Exception {
        IdxReader.Images images = IdxReader.images(file("images", IMAGES));
        IdxReader.Labels three = IdxReader.labels(
                file("labels", ByteBuffer.allocate(11).putInt(0x801).putInt(3).array()));

        assertThatThrownBy(() -> ImageSet.of(images, three, 10))
                .hasMessage("images has 2 images, but labels has 3 labels; expected as many labels as images");
    }

    @Test
    void anUnreadableFileIsNamed() {
        IdxFile missing = new IdxFile("gone.idx", () -> {
            throw new IOException("no such file");
        });

        assertThatThrownBy(() -> IdxReader.images(missing)).hasMessage("gone.idx cannot be read: no such file");
    }

    private static IdxFile file(String name, byte[] content) {
        return new IdxFile(name, () -> new ByteArrayInputStream(content));
    }
}
