package dev.atelier.dataset.publishing.source;

import dev.atelier.dataset.publishing.idx.DatasetException;
import dev.atelier.dataset.publishing.idx.IdxFile;
import dev.atelier.dataset.publishing.idx.LabelledImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the dataset {@code fashion-mnist-sample} from the full one: of each of the ten classes the first 180 training
 * images and the first 50 test images, in their original order. The same files always give the same sample.
 */
public final class SampleGenerator {
    static final int CLASSES = 10;
    static final int TRAIN_PER_CLASS = 180;
    static final int TEST_PER_CLASS = 50;

    private SampleGenerator() {}

    /**
     * Writes the sample.
     *
     * @param arguments folder of the full dataset, and folder for the sample
     */
    public static void main(String... arguments) throws IOException, DatasetException {
        Path from = Path.of(arguments[0]);
        Path to = Path.of(arguments[1]);
        write(from, to, "train", TRAIN_PER_CLASS);
        write(from, to, "t10k", TEST_PER_CLASS);
    }

    private static void write(Path from, Path to, String prefix, int perClass) throws IOException, DatasetException {
        String images = prefix + "-images-idx3-ubyte.gz";
        String labels = prefix + "-labels-idx1-ubyte.gz";
        LabelledImages sample = stratified(
                LabelledImages.of(LabelledImages.read(
                        IdxFile.at(from.resolve(images)), IdxFile.at(from.resolve(labels)), CLASSES)),
                perClass);
        writeCompressed(to.resolve(images), sample.imagesFile());
        writeCompressed(to.resolve(labels), sample.labelsFile());
    }

    /** The first images of each class, in their order. */
    static LabelledImages stratified(LabelledImages all, int perClass) {
        int[] taken = new int[CLASSES];
        int size = all.rows() * all.columns();
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        ByteArrayOutputStream labels = new ByteArrayOutputStream();
        for (int i = 0; i < all.labels().length; i++) {
            if (taken[all.labels()[i]]++ < perClass) {
                pixels.write(all.pixels(), i * size, size);
                labels.write(all.labels()[i]);
            }
        }
        return new LabelledImages(all.rows(), all.columns(), pixels.toByteArray(), labels.toByteArray());
    }

    public static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new BestGzip(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static void writeCompressed(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, gzip(content));
    }

    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
