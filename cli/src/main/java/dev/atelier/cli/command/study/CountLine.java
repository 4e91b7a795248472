package dev.atelier.cli.command.study;

import java.io.PrintWriter;

/** How far a long work has come, in one line that is drawn again in place; only on a terminal. */
final class CountLine implements AutoCloseable {
    private static final String CLEAR = "\r\u001b[2K";

    private final PrintWriter out;
    private final String what;
    private final int total;
    private final boolean shown;

    /** @param shown whether {@code out} is a terminal on which lines can be drawn again */
    CountLine(PrintWriter out, boolean shown, String what, int total) {
        this.out = out;
        this.shown = shown;
        this.what = what;
        this.total = total;
    }

    void show(int count) {
        if (shown) {
            out.print(CLEAR + count + " of " + total + " " + what);
            out.flush();
        }
    }

    @Override
    public void close() {
        if (shown) {
            out.print(CLEAR);
            out.flush();
        }
    }
}
