package dev.atelier.dataset.publishing.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.Sha256;
import dev.atelier.dataset.publishing.source.SampleGenerator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
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
    void readsImagesPieceByPiece() throws Exception {
        try (IdxReader images = IdxReader.images(file("images", IMAGES))) {
            assertThat(images.count()).isEqualTo(2);
            assertThat(images.rows()).isEqualTo(2);
            assertThat(images.columns()).isEqualTo(3);
            byte[] piece = new byte[8];
            assertThat(images.read(piece)).isEqualTo(8);
            assertThat(piece).containsExactly(0, 1, 2, 3, 4, 5, -1, -2);
            assertThat(images.read(piece)).isEqualTo(4);
            assertThat(Arrays.copyOf(piece, 4)).containsExactly(-3, -4, -5, -6);
            assertThat(images.read(piece)).isZero();
            assertThat(images.finish()).isEqualTo(Sha256.of(IMAGES));
        }
    }

    @Test
    void compressedAndPlainFilesAreTheSame() throws Exception {
        ImageSet plain = LabelledImages.read(file("i", IMAGES), file("l", LABELS), 10);
        ImageSet compressed = LabelledImages.read(
                file("i", SampleGenerator.gzip(IMAGES)), file("l", SampleGenerator.gzip(LABELS)), 10);

        assertThat(LabelledImages.of(compressed).pixels())
                .isEqualTo(LabelledImages.of(plain).pixels());
        assertThat(compressed.sha256()).isEqualTo(plain.sha256());
        assertThat(compressed.imagesSha256()).isEqualTo(plain.imagesSha256()).isEqualTo(Sha256.of(IMAGES));
    }

    @Test
    void batchesHaveTheSizeThatIsRequestedAndWhatIsLeft() throws Exception {
        byte[] labels = {2, 1, 0, 1, 2};
        ImageSet set = new LabelledImages(1, 2, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, labels).set(3);
        List<String> batches = new ArrayList<>();

        set.forEachBatch(2, (some, images) -> batches.add(text(some) + ":" + text(images)));

        assertThat(batches).containsExactly("0201:00010203", "0001:04050607", "02:0809");
        assertThat(set.perClass()).containsExactly(1, 2, 2);
    }

    @Test
    void aFileThatChangesIsNoticed() throws Exception {
        byte[] content = IMAGES.clone();
        ImageSet set = LabelledImages.read(file("i", content), file("l", LABELS), 10);
        content[20]++;

        assertThatThrownBy(() -> LabelledImages.of(set)).hasMessageStartingWith("i was changed while it was read");
        content[20]--;
        assertThat(LabelledImages.of(set).labels()).containsExactly(0, 9);
        content[7]++;
        assertThatThrownBy(() -> LabelledImages.of(set)).hasMessageStartingWith("i was changed while it was read");
    }

    @Test
    void anotherMagicIsRefused() {
        assertThatThrownBy(() -> checkImages(file("a.idx", LABELS)))
                .isInstanceOf(DatasetException.class)
                .hasMessage("a.idx starts with 0x00000801; expected 0x00000803"
                        + " (an IDX file of images: unsigned bytes in 3 dimensions)");
    }

    @Test
    void everyTruncationIsRefused() {
        for (int length = 0; length < IMAGES.length; length++) {
            byte[] truncated = Arrays.copyOf(IMAGES, length);
            assertThatThrownBy(() -> checkImages(file("a.idx", truncated)))
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
            assertThatThrownBy(() -> checkImages(file("a.gz", truncated)))
                    .as("%d of %d bytes", length, compressed.length)
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining("a.gz");
        }
    }

    @Test
    void aTruncationNamesTheSizeThatIsExpected() {
        assertThatThrownBy(() -> checkImages(file("a.idx", Arrays.copyOf(IMAGES, 20))))
                .hasMessage("a.idx ends after 4 bytes of data; expected 12 (2 images of 2 × 3)");
    }

    @Test
    void bytesBehindTheEndAreRefused() {
        assertThatThrownBy(() -> checkLabels(file("l.idx", Arrays.copyOf(LABELS, 11))))
                .hasMessage("l.idx continues after its 2 bytes of data; expected nothing after 2 labels");
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

        assertThatThrownBy(() -> checkImages(file("a.idx", absurd))).isInstanceOf(DatasetException.class);
        assertThatThrownBy(() -> checkImages(file("a.idx", negative)))
                .hasMessage("a.idx declares 4294967295 images; expected at least 1");
    }

    @Test
    void labelsMustBeClasses() throws Exception {
        byte[] wrong = {0, 9, 3, 12, 9};
        byte[] labels = new LabelledImages(1, 1, wrong, wrong).labelsFile();
        IdxFile images = file("images", new LabelledImages(1, 1, wrong, wrong).imagesFile());

        assertThat(LabelledImages.read(images, file("labels", labels), 13).perClass())
                .containsExactly(1, 0, 0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 1);
        assertThatThrownBy(() -> LabelledImages.read(images, file("labels", labels), 9))
                .hasMessage("labels has label 9 at position 1; expected 0 to 8 (9 classes)");
        assertThatThrownBy(() -> LabelledImages.read(images, file("labels", labels), 12))
                .hasMessage("labels has label 12 at position 3; expected 0 to 11 (12 classes)");
    }

    @Test
    void everyImageHasALabel() {
        IdxFile three =
                file("labels", ByteBuffer.allocate(11).putInt(0x801).putInt(3).array());

        assertThatThrownBy(() -> LabelledImages.read(file("images", IMAGES), three, 10))
                .hasMessage("images has 2 images, but labels has 3 labels; expected as many labels as images");
    }

    @Test
    void anUnreadableFileIsNamed() {
        IdxFile missing = new IdxFile("gone.idx", () -> {
            throw new IOException("no such file");
        });

        assertThatThrownBy(() -> checkImages(missing)).hasMessage("gone.idx cannot be read: no such file");
    }

    private static IdxImages checkImages(IdxFile file) throws DatasetException {
        return IdxImages.check(file, Sha256.create());
    }

    private static IdxLabels checkLabels(IdxFile file) throws DatasetException {
        return IdxLabels.check(file, Sha256.create());
    }

    private static String text(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }

    private static IdxFile file(String name, byte[] content) {
        return new IdxFile(name, () -> new ByteArrayInputStream(content));
    }
}
