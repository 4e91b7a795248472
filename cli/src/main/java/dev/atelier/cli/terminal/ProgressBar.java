package dev.atelier.cli.terminal;

/** A bar of plain characters. */
public final class ProgressBar {
    private ProgressBar() {}

    /** How much of a work is done, in so many characters between brackets. */
    public static String of(long done, long total, int width) {
        long filled = total <= 0 ? 0 : Math.clamp(done * width / total, 0, width);
        return "[" + "#".repeat((int) filled) + ".".repeat((int) (width - filled)) + "]";
    }
}
