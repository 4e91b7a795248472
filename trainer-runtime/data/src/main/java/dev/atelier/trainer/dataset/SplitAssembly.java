package dev.atelier.trainer.dataset;

import dev.atelier.contracts.Sha256;
import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetManifest.SplitManifest;
import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.contracts.dataset.ImageBatch;
import dev.atelier.contracts.dataset.ImageShape;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One split of a dataset while its batches come in. It knows the split's entry in the manifest, holds every batch
 * against it, and gives the images away only once all are there and their counts and SHA-256 are right.
 */
final class SplitAssembly {
    private final DatasetManifest manifest;
    private final DatasetSplit split;
    private final SplitManifest expected;
    private final int capacity;
    private final byte[] pixels;
    private final byte[] labels;
    private final MessageDigest sha256 = Sha256.create();
    private CompletableFuture<Void> digesting = CompletableFuture.completedFuture(null);
    private int batchesToDigest;

    SplitAssembly(DatasetManifest manifest, DatasetSplit split) throws DatasetReadException {
        this.manifest = manifest;
        this.split = split;
        this.expected = manifest.split(split);
        this.capacity = ImageBatch.capacity(manifest.shape());
        long bytes = pixelBytes(manifest, split);
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new DatasetReadException("The images of " + name() + " have " + bytes + " bytes; at most "
                    + (Integer.MAX_VALUE - 8) + " can be held in memory");
        }
        this.pixels = new byte[(int) bytes];
        this.labels = new byte[expected.images()];
    }

    /**
     * Bytes that a split's images and labels take in memory.
     *
     * @throws DatasetReadException if the manifest contradicts itself
     */
    static long bytes(DatasetManifest manifest, DatasetSplit split) throws DatasetReadException {
        long pixels = pixelBytes(manifest, split);
        return pixels + Math.min(manifest.split(split).images(), Long.MAX_VALUE - pixels);
    }

    private static long pixelBytes(DatasetManifest manifest, DatasetSplit split) throws DatasetReadException {
        SplitManifest expected = manifest.split(split);
        String name = manifest.key() + "/" + split.jsonName();
        if (expected.images() < 0) {
            throw new DatasetReadException("The manifest of " + name + " has " + expected.images() + " images");
        }
        int batches = Math.ceilDiv(expected.images(), ImageBatch.capacity(manifest.shape()));
        if (expected.offsets().size() != batches) {
            throw new DatasetReadException("The manifest of " + name + " names "
                    + Counted.of(expected.offsets().size(), "batch") + "; expected " + batches + " for "
                    + Counted.of(expected.images(), "image"));
        }
        ImageShape shape = manifest.shape();
        try {
            long plane = Math.multiplyExact((long) shape.height(), (long) shape.width());
            return Math.multiplyExact(Math.multiplyExact(plane, (long) shape.channels()), (long) expected.images());
        } catch (ArithmeticException overflow) {
            return Long.MAX_VALUE;
        }
    }

    /** Where the batches lie, in their own order. */
    Stream<Place> places() {
        return IntStream.range(0, expected.offsets().size())
                .mapToObj(number -> new Place(this, number, expected.offsets().get(number)));
    }

    /** Takes in the batch that was found in its place. */
    void add(Place place, ImageBatch batch) throws DatasetReadException {
        int number = place.number();
        requireEqual(place, "dataset", batch.dataset(), manifest.digest());
        requireEqual(place, "split", batch.split(), split);
        requireEqual(place, "number", batch.number(), number);
        requireEqual(place, "shape", batch.shape(), manifest.shape());
        int first = number * capacity;
        requireEqual(place, "size", batch.size(), Math.min(capacity, expected.images() - first));
        batch.images()
                .get(
                        batch.images().position(),
                        pixels,
                        first * manifest.shape().bytes(),
                        batch.images().remaining());
        batch.labels().get(batch.labels().position(), labels, first, batch.size());
        if (number == batchesToDigest) {
            digestAhead(first, batch.size());
            batchesToDigest++;
        }
    }

    /** The images, once all batches have been added. */
    Images finish() throws DatasetReadException {
        int[] perClass = new int[256];
        for (byte label : labels) {
            perClass[Byte.toUnsignedInt(label)]++;
        }
        int counted = 0;
        for (int label = 0; label < expected.perClass().size(); label++) {
            counted += perClass[label];
            if (perClass[label] != expected.perClass().get(label)) {
                throw new DatasetReadException(
                        "Class " + label + " of " + name() + " has " + Counted.of(perClass[label], "image")
                                + "; expected " + expected.perClass().get(label) + ", as in the manifest");
            }
        }
        if (counted != expected.images()) {
            throw new DatasetReadException((expected.images() - counted) + " labels of " + name()
                    + " are of no class; expected all to be below "
                    + expected.perClass().size());
        }
        int firstToDigest = Math.min(batchesToDigest * capacity, expected.images());
        digestAhead(firstToDigest, expected.images() - firstToDigest);
        digesting.join();
        sha256.update(labels);
        String actual = Sha256.hex(sha256);
        if (!actual.equals(expected.sha256())) {
            throw new DatasetReadException("The images and labels of " + name() + " were altered: their SHA-256 is "
                    + actual + "; expected " + expected.sha256() + ", as in the manifest");
        }
        return new Images(manifest.shape(), pixels, labels);
    }

    /** Digests images on another thread while the next batches come in; one after the other, in their order. */
    private void digestAhead(int first, int images) {
        int bytes = manifest.shape().bytes();
        digesting = digesting.thenRunAsync(() -> sha256.update(pixels, first * bytes, images * bytes));
    }

    private void requireEqual(Place place, String what, Object actual, Object wanted) throws DatasetReadException {
        if (!actual.equals(wanted)) {
            throw new DatasetReadException("The batch at offset " + place.offset() + " of " + manifest.topic() + "-"
                    + manifest.partition() + " is not " + place.key()
                    + ": its " + what + " is " + actual + "; expected " + wanted);
        }
    }

    private String name() {
        return manifest.key() + "/" + split.jsonName();
    }

    /** Where a batch of a split lies. */
    record Place(SplitAssembly assembly, int number, long offset) {
        String key() {
            return ImageBatch.key(assembly.manifest.key(), assembly.split, number);
        }
    }
}
