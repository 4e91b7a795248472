package dev.atelier.cli.terminal;

import org.jline.utils.WCWidth;

/** How many columns of a terminal text takes: two for a wide character, none for one that combines with another. */
public final class DisplayWidth {
    private DisplayWidth() {}

    /** Of text without control characters. */
    public static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    /** The longest beginning of the text that takes no more than so many columns. */
    public static String cut(String text, int columns) {
        int width = 0;
        int end = 0;
        while (end < text.length()) {
            int character = text.codePointAt(end);
            width += of(character);
            if (width > columns) {
                break;
            }
            end += Character.charCount(character);
        }
        return text.substring(0, end);
    }

    /** The text with blanks after it, so many columns wide or as wide as it is. */
    public static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }

    private static int of(int character) {
        return Character.isEmojiPresentation(character) ? 2 : Math.max(0, WCWidth.wcwidth(character));
    }
}
