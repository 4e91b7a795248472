package dev.atelier.trainer.batch;

import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.job.DataSpec.Interpolation;
import dev.atelier.trainer.augment.Placement;
import dev.atelier.trainer.augment.Resampler;
import dev.atelier.trainer.augment.Resizer;
import dev.atelier.trainer.dataset.Images;
import java.util.Optional;

/**
 * Draws one image at a time: resized, then placed. What needs neither is not copied but pointed at. Not thread-safe: it
 * owns scratch space, which the next image overwrites.
 */
final class Canvas {
    private final Images images;
    private final Resampler resampler;
    private final Optional<Resizer> resizer;
    private final byte[] resized;
    private final byte[] placed;

    private byte[] pixels = {};
    private int offset;

    Canvas(Images images, ImageShape shape, Interpolation interpolation) {
        boolean resizes = !shape.equals(images.shape());
        this.images = images;
        this.resampler = new Resampler(shape, interpolation);
        this.resizer = resizes ? Optional.of(new Resizer(images.shape(), shape)) : Optional.empty();
        this.resized = new byte[resizes ? shape.bytes() : 0];
        this.placed = new byte[shape.bytes()];
    }

    /** Whether an image under this placement is more than the bytes it was published in. */
    boolean changes(Placement placement) {
        return resizer.isPresent() || !placement.equals(Placement.IDENTITY);
    }

    void draw(int image, Placement placement) {
        pixels = images.pixels();
        offset = image * images.shape().bytes();
        if (resizer.isPresent()) {
            resizer.get().resize(pixels, offset, resized, 0);
            pixels = resized;
            offset = 0;
        }
        if (!placement.equals(Placement.IDENTITY)) {
            resampler.draw(pixels, offset, placed, 0, placement);
            pixels = placed;
            offset = 0;
        }
    }

    /** The array that holds the drawn image. */
    byte[] pixels() {
        return pixels;
    }

    /** Where in {@link #pixels} the drawn image starts. */
    int offset() {
        return offset;
    }
}
