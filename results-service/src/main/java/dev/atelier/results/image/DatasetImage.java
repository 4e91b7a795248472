package dev.atelier.results.image;

import dev.atelier.contracts.dataset.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import javax.imageio.ImageIO;

/**
 * An image of a dataset.
 *
 * @param label its true class
 * @param bytes {@code [channels, height, width]}
 */
public record DatasetImage(ImageShape shape, int label, ByteBuffer bytes) {
    private static final int COLOR_CHANNELS = 3;

    /** As a PNG: in colour where there are three channels, else the first channel in grey. */
    public byte[] png() {
        BufferedImage image = new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
        int plane = shape.height() * shape.width();
        boolean color = shape.channels() == COLOR_CHANNELS;
        for (int i = 0; i < plane; i++) {
            int red = Byte.toUnsignedInt(bytes.get(i));
            int green = color ? Byte.toUnsignedInt(bytes.get(plane + i)) : red;
            int blue = color ? Byte.toUnsignedInt(bytes.get(2 * plane + i)) : red;
            image.setRGB(i % shape.width(), i / shape.width(), red << 16 | green << 8 | blue);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** As an address that holds the image itself. */
    public String dataUri() {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png());
    }
}
