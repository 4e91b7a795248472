package dev.atelier.trainer.log;

import dev.atelier.contracts.joblog.JobLogLine;
import java.io.PrintWriter;
import java.io.Writer;

/** The stack trace of an error as text, of which the beginning is kept, however long its causes are. */
final class StackText extends Writer {
    private final StringBuilder kept = new StringBuilder();

    private StackText() {}

    static String of(Throwable error) {
        StackText text = new StackText();
        error.printStackTrace(new PrintWriter(text));
        return text.kept.toString();
    }

    /** One character more than a line holds is kept, by which the line is seen to be cut. */
    @Override
    public void write(char[] characters, int offset, int length) {
        int room = JobLogLine.LONGEST_STACK + 1 - kept.length();
        kept.append(characters, offset, Math.max(0, Math.min(length, room)));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
