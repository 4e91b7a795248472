package dev.atelier.contracts.dataset;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A batch of raw images and labels as one Kafka record, big-endian:
 *
 * <pre>
 * offset  bytes  what
 *      0      4  magic "ATIB"
 *      4      1  format, 1
 *      5      1  split: 0 train, 1 test
 *      6      2  channels
 *      8      2  height
 *     10      2  width
 *     12      4  number of the batch within its split, from 0
 *     16      4  images n
 *     20     32  SHA-256 that identifies the dataset
 *     52      n  labels
 *   52+n    n·b  images, b = channels·height·width bytes each
 * </pre>
 *
 * Labels and images share one array with the record, so reading a batch copies nothing.
 *
 * @param dataset digest of the dataset that the batch belongs to, 64 hexadecimal digits
 * @param labels one byte an image
 * @param images {@code [n, channels, height, width]}
 */
public record ImageBatch(
        String dataset, DatasetSplit split, int number, ImageShape shape, ByteBuffer labels, ByteBuffer images) {

    /** Most images in a batch, see {@link #capacity}. */
    public static final int IMAGES = 256;

    /** Most rows, and most columns, of an image. */
    public static final int LARGEST_SIDE = 0xffff;

    /** Largest batch: a request of 8 MiB has room for it, its key and Kafka's own fields. */
    public static final int LARGEST_BYTES = 8 * 1024 * 1024 - 512;

    private static final int MAGIC = 0x41544942;
    private static final byte FORMAT = 1;
    private static final int HEADER_BYTES = 52;
    private static final int DIGEST_BYTES = 32;

    /** Bytes of the largest image: one that has a batch to itself. */
    public static final int LARGEST_IMAGE_BYTES = LARGEST_BYTES - HEADER_BYTES - 1;

    public ImageBatch {
        if (images.remaining() != labels.remaining() * shape.bytes()) {
            throw new IllegalArgumentException("images has " + images.remaining() + " bytes; expected "
                    + labels.remaining() * shape.bytes() + " for " + labels.remaining() + " labels");
        }
    }

    /**
     * Images in every batch of a dataset but a split's last, which has what is left: {@link #IMAGES}, or as many of this
     * shape as fit into {@link #LARGEST_BYTES}, but at least one. Where an image lies follows from this alone, so it is
     * the same in all versions.
     */
    public static int capacity(ImageShape shape) {
        return (int) Math.clamp((LARGEST_BYTES - HEADER_BYTES) / (bytes(shape) + 1), 1, IMAGES);
    }

    /** Whether a batch can hold an image of this shape. */
    public static boolean holds(ImageShape shape) {
        return shape.channels() <= LARGEST_SIDE
                && shape.height() <= LARGEST_SIDE
                && shape.width() <= LARGEST_SIDE
                && bytes(shape) <= LARGEST_IMAGE_BYTES;
    }

    /** Bytes of an image, or some number above the largest. */
    private static long bytes(ImageShape shape) {
        long plane = (long) shape.height() * shape.width();
        return plane > LARGEST_IMAGE_BYTES ? plane : plane * shape.channels();
    }

    /** Number of images. */
    public int size() {
        return labels.remaining();
    }

    /** Key of the record: {@code name@version/split/number}. */
    public static String key(String datasetKey, DatasetSplit split, int number) {
        return datasetKey + "/" + split.jsonName() + "/" + number;
    }

    /** The record's value. */
    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + labels.remaining() + images.remaining());
        out.putInt(MAGIC).put(FORMAT).put((byte) split.ordinal());
        out.putShort((short) shape.channels()).putShort((short) shape.height()).putShort((short) shape.width());
        out.putInt(number).putInt(size()).put(HexFormat.of().parseHex(dataset));
        out.put(labels.duplicate()).put(images.duplicate());
        return out.array();
    }

    /**
     * Reads a record's value.
     *
     * @throws IllegalArgumentException if these bytes are not a batch; the message is the reason
     */
    public static ImageBatch decode(byte[] value) {
        if (value.length < HEADER_BYTES) {
            throw new IllegalArgumentException(
                    "batch has " + value.length + " bytes; expected a header of " + HEADER_BYTES);
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        int magic = in.getInt();
        byte format = in.get();
        int split = in.get();
        if (magic != MAGIC || format != FORMAT || split < 0 || split >= DatasetSplit.values().length) {
            throw new IllegalArgumentException("batch begins with "
                    + HexFormat.of().formatHex(Arrays.copyOf(value, 6)) + "; expected ATIB, format " + FORMAT
                    + " and split 0 or 1");
        }
        ImageShape shape = new ImageShape(
                Short.toUnsignedInt(in.getShort()),
                Short.toUnsignedInt(in.getShort()),
                Short.toUnsignedInt(in.getShort()));
        int number = in.getInt();
        int images = in.getInt();
        byte[] digest = new byte[DIGEST_BYTES];
        in.get(digest);
        long expected = HEADER_BYTES + images * (1L + shape.bytes());
        if (images < 0 || value.length != expected) {
            throw new IllegalArgumentException(
                    "batch has " + value.length + " bytes; expected " + expected + " for " + images + " images");
        }
        return new ImageBatch(
                HexFormat.of().formatHex(digest),
                DatasetSplit.values()[split],
                number,
                shape,
                in.slice(HEADER_BYTES, images),
                in.slice(HEADER_BYTES + images, images * shape.bytes()));
    }
}
