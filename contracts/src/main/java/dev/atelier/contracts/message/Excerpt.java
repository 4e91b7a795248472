package dev.atelier.contracts.message;

import java.nio.charset.StandardCharsets;

/**
 * The beginning of something that anybody may have written, fit to be kept in an event and shown to people: unprintable
 * characters, but for zero-width joiners, are replaced by U+FFFD, and what is longer than a limit is cut off with an ellipsis.
 */
public final class Excerpt {
    private static final int LONGEST_UTF8_CHARACTER = 4;

    private Excerpt() {}

    /**
     * @param utf8 any bytes
     * @param length characters of the excerpt at most
     */
    public static String of(byte[] utf8, int length) {
        int enough = Math.min(utf8.length, LONGEST_UTF8_CHARACTER * length);
        return of(new String(utf8, 0, enough, StandardCharsets.UTF_8), length, enough == utf8.length);
    }

    /**
     * @param text any text
     * @param length characters of the excerpt at most
     */
    public static String of(String text, int length) {
        return of(text, length, true);
    }

    private static String of(String text, int length, boolean isWhole) {
        boolean isShort = isWhole && text.length() <= length;
        String kept = isShort ? text : text.substring(0, Math.min(text.length(), length - 1));
        String printable =
                kept.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}&&[^\\u200c\\u200d]]", "\uFFFD");
        return isShort ? printable : printable + "…";
    }
}
