package dev.atelier.cli.hint;

import java.util.regex.Pattern;

/** Words as a POSIX shell reads them. */
final class ShellText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");
    private static final Pattern SPECIAL = Pattern.compile("[\\\\\"$`]");

    private ShellText() {}

    /** The word itself, or in double quotes where the shell would read something else. */
    static String quote(String word) {
        return PLAIN.matcher(word).matches()
                ? word
                : '"' + SPECIAL.matcher(word).replaceAll("\\\\$0") + '"';
    }
}
