package dev.atelier.dataset.publishing.idx;

import java.security.MessageDigest;

/**
 * A file of images of one size that was read once, to its end.
 *
 * @param sha256 of the whole uncompressed file
 */
public record IdxImages(IdxFile file, int count, int rows, int columns, PixelStatistics statistics, String sha256) {
    private static final int PIECE = 1 << 16;

    /**
     * Reads a file.
     *
     * @param content is updated with the images' bytes, in their order
     */
    public static IdxImages check(IdxFile file, MessageDigest content) throws DatasetException {
        try (IdxReader reader = IdxReader.images(file)) {
            byte[] piece = new byte[PIECE];
            long[] occurrences = new long[PixelStatistics.VALUES];
            for (int length = reader.read(piece); length > 0; length = reader.read(piece)) {
                content.update(piece, 0, length);
                for (int i = 0; i < length; i++) {
                    occurrences[Byte.toUnsignedInt(piece[i])]++;
                }
            }
            return new IdxImages(
                    file,
                    reader.count(),
                    reader.rows(),
                    reader.columns(),
                    PixelStatistics.of(occurrences),
                    reader.finish());
        }
    }
}
