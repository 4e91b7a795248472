package dev.atelier.dataset.publishing.idx;

import dev.atelier.contracts.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;

/**
 * Images and their labels in memory, and the files that hold them.
 *
 * @param pixels {@code [count, rows, columns]}, one unsigned byte each
 * @param labels {@code [count]}
 */
public record LabelledImages(int rows, int columns, byte[] pixels, byte[] labels) {

    /** All images of a set. */
    public static LabelledImages of(ImageSet set) throws DatasetException {
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        ByteArrayOutputStream labels = new ByteArrayOutputStream();
        set.forEachBatch(1, (label, image) -> {
            labels.write(label.get());
            pixels.write(image.array(), image.position(), image.remaining());
        });
        return new LabelledImages(set.rows(), set.columns(), pixels.toByteArray(), labels.toByteArray());
    }

    /** The set that is read from the files. */
    public ImageSet set(int classes) throws DatasetException {
        return read(file("images", imagesFile()), file("labels", labelsFile()), classes);
    }

    public static ImageSet read(IdxFile images, IdxFile labels, int classes) throws DatasetException {
        MessageDigest content = Sha256.create();
        return ImageSet.of(IdxImages.check(images, content), IdxLabels.check(labels, content), content, classes);
    }

    public byte[] imagesFile() {
        return bytes(out -> {
            out.writeInt(0x803);
            out.writeInt(labels.length);
            out.writeInt(rows);
            out.writeInt(columns);
            out.write(pixels);
        });
    }

    public byte[] labelsFile() {
        return bytes(out -> {
            out.writeInt(0x801);
            out.writeInt(labels.length);
            out.write(labels);
        });
    }

    private interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            content.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new AssertionError("Memory takes whatever is written", e);
        }
        return bytes.toByteArray();
    }

    private static IdxFile file(String name, byte[] content) {
        return new IdxFile(name, () -> new ByteArrayInputStream(content));
    }
}
