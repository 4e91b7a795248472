package dev.atelier.results;

import java.util.Random;

/** Text that does not compress: what the database must find room for as it is. */
public final class RandomText {
    private RandomText() {}

    public static String letters(int length) {
        return new Random(1)
                .ints(length, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
