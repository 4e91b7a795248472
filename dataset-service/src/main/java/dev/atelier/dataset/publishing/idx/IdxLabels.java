package dev.atelier.dataset.publishing.idx;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A file of labels that was read once, to its end.
 *
 * @param occurrences how often each of the 256 values occurs
 * @param firsts position of the first occurrence of each value; -1 where there is none
 * @param sha256 of the whole uncompressed file
 */
public record IdxLabels(IdxFile file, int count, List<Integer> occurrences, List<Integer> firsts, String sha256) {
    private static final int PIECE = 1 << 16;
    private static final int VALUES = 256;

    public IdxLabels {
        occurrences = List.copyOf(occurrences);
        firsts = List.copyOf(firsts);
    }

    /**
     * Reads a file.
     *
     * @param content is updated with the labels, in their order
     */
    public static IdxLabels check(IdxFile file, MessageDigest content) throws DatasetException {
        try (IdxReader reader = IdxReader.labels(file)) {
            byte[] piece = new byte[PIECE];
            int[] occurrences = new int[VALUES];
            int[] firsts = new int[VALUES];
            Arrays.fill(firsts, -1);
            int position = 0;
            for (int length = reader.read(piece); length > 0; length = reader.read(piece)) {
                content.update(piece, 0, length);
                for (int i = 0; i < length; i++, position++) {
                    int label = Byte.toUnsignedInt(piece[i]);
                    if (occurrences[label]++ == 0) {
                        firsts[label] = position;
                    }
                }
            }
            return new IdxLabels(file, reader.count(), list(occurrences), list(firsts), reader.finish());
        }
    }

    /**
     * Returns how many labels there are of each class.
     *
     * @throws DatasetException if a label is of no class
     */
    List<Integer> perClass(int classes) throws DatasetException {
        int wrong = IntStream.range(classes, VALUES)
                .filter(label -> occurrences.get(label) > 0)
                .boxed()
                .min((one, other) -> firsts.get(one).compareTo(firsts.get(other)))
                .orElse(-1);
        if (wrong >= 0) {
            throw new DatasetException("%s has label %d at position %d; expected 0 to %d (%d classes)"
                    .formatted(file.name(), wrong, firsts.get(wrong), classes - 1, classes));
        }
        return occurrences.subList(0, classes);
    }

    private static List<Integer> list(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
