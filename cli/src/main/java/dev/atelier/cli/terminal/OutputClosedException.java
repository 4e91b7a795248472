package dev.atelier.cli.terminal;

/** Nobody reads what is printed any more: the reader of a pipe has ended. */
public final class OutputClosedException extends RuntimeException {
    /** The exit code of programs that a closed pipe ends. */
    public static final int EXIT_CODE = 141;

    public OutputClosedException() {
        super("nobody reads the output");
    }
}
