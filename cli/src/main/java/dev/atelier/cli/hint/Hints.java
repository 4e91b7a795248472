package dev.atelier.cli.hint;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Command lines for the stack that a command is about, as they can be typed where that command was: with the same program and
 * the same options of the stack. Every message that names a command line gets it here.
 *
 * @param program as it was started
 * @param options those that select the stack, where they are not the default
 */
public record Hints(String program, List<String> options) {
    /** The system property in which the entry script passes how it was started. */
    public static final String PROGRAM = "atelier.command";

    public Hints {
        options = List.copyOf(options);
    }

    /** With these options, and the program as it was started. */
    public static Hints with(List<String> options) {
        return new Hints(System.getProperty(PROGRAM, "atelier"), options);
    }

    /** The command line in single quotes, for a sentence. */
    public String command(String... words) {
        return "'" + line(words) + "'";
    }

    /** The command line. */
    public String line(String... words) {
        return Stream.of(Stream.of(program), options.stream(), Stream.of(words))
                .flatMap(part -> part)
                .map(ShellText::quote)
                .collect(Collectors.joining(" "));
    }
}
