package dev.atelier.trainer.batch;

import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.job.DataSpec.Interpolation;
import dev.atelier.trainer.augment.Placement;
import dev.atelier.trainer.augment.Placements;
import dev.atelier.trainer.dataset.Images;
import dev.atelier.trainer.preparation.Normalization;
import java.util.Optional;

/**
 * Images as pictures: resized, placed, normalised, in this order. Those that look the same in every epoch are drawn once
 * and kept, where they fit.
 */
final class Picture implements Look {
    private static final long KEPT_BYTES_AT_MOST = 256L << 20;

    private final ImageShape shape;
    private final Normalization normalization;
    private final Placements placements;
    private final Canvas canvas;
    private final Optional<byte[]> kept;

    /** @param numbers the images that will be shown, by position */
    Picture(
            Images images,
            int[] numbers,
            ImageShape shape,
            Normalization normalization,
            Placements placements,
            Interpolation interpolation) {
        this.shape = shape;
        this.normalization = normalization;
        this.placements = placements;
        this.canvas = new Canvas(images, shape, interpolation);
        this.kept = isWorthKeeping(numbers.length) ? Optional.of(drawAll(numbers)) : Optional.empty();
    }

    @Override
    public int values() {
        return normalization.channels() * shape.height() * shape.width();
    }

    @Override
    public void show(int position, int image, int epoch, float[] inputs, int offset) {
        int bytes = shape.bytes();
        if (kept.isPresent()) {
            normalization.apply(kept.get(), position * bytes, inputs, offset, bytes);
        } else {
            canvas.draw(image, placements.at(epoch, image));
            normalization.apply(canvas.pixels(), canvas.offset(), inputs, offset, bytes);
        }
    }

    private boolean isWorthKeeping(int images) {
        return placements.isFixed()
                && images > 0
                && (canvas.changes(Placement.IDENTITY) || placements != Placements.NONE)
                && (long) images * shape.bytes() <= KEPT_BYTES_AT_MOST;
    }

    private byte[] drawAll(int[] numbers) {
        int bytes = shape.bytes();
        byte[] drawn = new byte[numbers.length * bytes];
        for (int position = 0; position < numbers.length; position++) {
            canvas.draw(numbers[position], placements.at(1, numbers[position]));
            System.arraycopy(canvas.pixels(), canvas.offset(), drawn, position * bytes, bytes);
        }
        return drawn;
    }
}
