package dev.atelier.cli.terminal;

/** What is printed arrives nowhere any more: the reader of a pipe has ended, or a disk is full. */
public final class OutputClosedException extends RuntimeException {
    /** The exit code of programs that a closed pipe ends. */
    public static final int EXIT_CODE = 141;

    public OutputClosedException() {
        super("the output cannot be printed");
    }
}
