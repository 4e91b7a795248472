package dev.atelier.dataset.publishing.publication;

import dev.atelier.contracts.Sha256;
import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.dataset.publishing.source.DatasetDefinition;
import dev.atelier.dataset.publishing.source.DatasetFile;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * A dataset of any size whose images follow from their numbers, so that nobody has to hold them. Its training files are
 * compressed, its test files are not.
 */
record SyntheticImages(int train, int test, int rows, int columns) {
    private static final int CLASSES = 10;
    private static final Map<DatasetFile, String> NAMES = Map.of(
            DatasetFile.TRAIN_IMAGES, "train-images",
            DatasetFile.TRAIN_LABELS, "train-labels",
            DatasetFile.TEST_IMAGES, "test-images",
            DatasetFile.TEST_LABELS, "test-labels");

    static DatasetDefinition definition(String name, Path folder) {
        return new DatasetDefinition(
                name,
                List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                NAMES,
                Map.of(),
                List.of(folder),
                Optional.empty(),
                folder.resolve("no-cache"),
                Optional.empty(),
                Optional.empty());
    }

    void write(Path folder) throws IOException {
        for (DatasetSplit split : DatasetSplit.values()) {
            String prefix = split.jsonName();
            boolean compressed = split == DatasetSplit.TRAIN;
            try (DataOutputStream out = open(folder, prefix + "-images", compressed)) {
                out.writeInt(0x803);
                out.writeInt(images(split));
                out.writeInt(rows);
                out.writeInt(columns);
                for (int number = 0; number < images(split); number++) {
                    out.write(pixels(split, number));
                }
            }
            try (DataOutputStream out = open(folder, prefix + "-labels", compressed)) {
                out.writeInt(0x801);
                out.writeInt(images(split));
                out.write(labels(split));
            }
        }
    }

    int images(DatasetSplit split) {
        return split == DatasetSplit.TRAIN ? train : test;
    }

    /** Digest of a split as a manifest has it: all images, then all labels. */
    String sha256(DatasetSplit split) throws Exception {
        MessageDigest digest = Sha256.create();
        for (int number = 0; number < images(split); number++) {
            digest.update(pixels(split, number));
        }
        digest.update(labels(split));
        return Sha256.hex(digest);
    }

    byte[] pixels(DatasetSplit split, int number) {
        byte[] pixels = new byte[rows * columns];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (number * 31 + (number >> 8) + i * (split.ordinal() + 1));
        }
        return pixels;
    }

    byte[] labels(DatasetSplit split) {
        byte[] labels = new byte[images(split)];
        for (int number = 0; number < labels.length; number++) {
            labels[number] = (byte) (number % CLASSES);
        }
        return labels;
    }

    private static DataOutputStream open(Path folder, String name, boolean compressed) throws IOException {
        OutputStream file = Files.newOutputStream(folder.resolve(compressed ? name + ".gz" : name));
        OutputStream content = compressed ? new GZIPOutputStream(file, 1 << 16) : file;
        return new DataOutputStream(new BufferedOutputStream(content, 1 << 16));
    }
}
