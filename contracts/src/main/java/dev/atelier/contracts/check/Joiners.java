package dev.atelier.contracts.check;

import java.util.regex.Pattern;

/**
 * The zero-width joiner and non-joiner, which are invisible, and change how the characters beside them are written: in Arabic
 * and related scripts, in those of India, and in emoji. Where they change nothing they would make two equal-looking names
 * different.
 *
 * @see <a href="https://www.unicode.org/reports/tr31/">UAX 31, layout and format control characters</a>
 * @see <a href="https://www.unicode.org/reports/tr51/">UTS 51, emoji zero-width joiner sequences</a>
 */
public final class Joiners {
    /** Marks after which a joiner decides whether two consonants are written as one. */
    private static final String VIRAMAS =
            "[\\u094D\\u09CD\\u0A4D\\u0ACD\\u0B4D\\u0BCD\\u0C4D\\u0CCD\\u0D4D\\u0DCA\\u1039\\u103A\\u17D2]";

    private static final String CURSIVE = "[\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Mongolian}\\u064B-\\u0652]";

    /**
     * A joiner where it changes nothing; the patterns of the schemas contain this. It names U+1F3FB, which is in {@code \p{S}}
     * anyway, because Java's look-behind reads whole characters above U+FFFF only if the pattern has one, as that of ECMAScript
     * always does.
     */
    public static final String MISPLACED_PATTERN =
            "(?<!" + VIRAMAS + ")(?:(?<![\\p{S}\uD83C\uDFFB\\uFE0F])\\u200D|\\u200D(?!\\p{S})" + "|(?<!" + CURSIVE
                    + ")\\u200C|\\u200C(?!" + CURSIVE + "))";

    private static final Pattern MISPLACED = Pattern.compile(MISPLACED_PATTERN);

    private Joiners() {}

    /** Whether a character is one of the two. */
    public static boolean isJoiner(int character) {
        return character == 0x200c || character == 0x200d;
    }

    /** @param index of a joiner in the text */
    public static boolean isMisplaced(String text, int index) {
        return MISPLACED
                .matcher(text)
                .region(index, index + 1)
                .useTransparentBounds(true)
                .lookingAt();
    }
}
