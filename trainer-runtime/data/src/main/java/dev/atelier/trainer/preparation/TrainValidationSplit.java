package dev.atelier.trainer.preparation;

import dev.atelier.contracts.Sha256;
import dev.atelier.trainer.random.Purpose;
import dev.atelier.trainer.random.Seeds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A dataset's training images divided at random into a training and a validation part. The split has its own seed, so
 * that jobs of different seeds share it. A limit takes the first images of the training part and leaves the validation
 * part as it is, so that runs on more and on fewer images are evaluated on the same ones.
 */
public final class TrainValidationSplit {
    private final int[] training;
    private final int[] validation;

    private TrainValidationSplit(int[] training, int[] validation) {
        this.training = training;
        this.validation = validation;
    }

    /**
     * @param images number of images to divide
     * @param validation number of images held back from training
     * @param seed the split's own seed
     * @param limit number of training images to use, where not all
     */
    public static TrainValidationSplit of(int images, int validation, long seed, OptionalInt limit) {
        if (validation < 0 || validation >= images) {
            throw new IllegalArgumentException(
                    "split.validation is " + validation + "; expected a number between 0 and " + (images - 1)
                            + ": the dataset has " + images + " training images");
        }
        int available = images - validation;
        int used = limit.orElse(available);
        if (used < 1 || used > available) {
            throw new IllegalArgumentException("limit is " + used + "; expected a number between 1 and " + available
                    + ": the training images that the split leaves");
        }
        int[] order = IntStream.range(0, images).toArray();
        new Seeds(seed).stream(Purpose.SPLIT).shuffle(order);
        return new TrainValidationSplit(Arrays.copyOf(order, used), Arrays.copyOfRange(order, available, images));
    }

    /** Numbers, within the dataset, of the images to train on. */
    public int[] training() {
        return training.clone();
    }

    /** Numbers, within the dataset, of the images to validate on. */
    public int[] validation() {
        return validation.clone();
    }

    /** SHA-256, in hexadecimal, of both parts in their order: equal for equal splits only. */
    public String digest() {
        MessageDigest sha256 = Sha256.create();
        update(sha256, "training", training);
        update(sha256, "validation", validation);
        return Sha256.hex(sha256);
    }

    private static void update(MessageDigest digest, String part, int[] images) {
        digest.update(part.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * (1 + images.length));
        bytes.putInt(images.length);
        bytes.asIntBuffer().put(images);
        digest.update(bytes.array());
    }
}
