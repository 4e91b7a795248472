package dev.atelier.cli.terminal;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** Lets nothing through to a terminal but what is printable, line breaks and tabs; see {@link PrintableText}. */
public final class EscapingWriter extends FilterWriter {
    public EscapingWriter(Writer out) {
        super(out);
    }

    /** Fails where the terminal is a {@link PrintWriter}, which does not, whose reader has ended. */
    @Override
    public void flush() throws IOException {
        super.flush();
        if (out instanceof PrintWriter terminal && terminal.checkError()) {
            throw new IOException("the output cannot be printed");
        }
    }

    @Override
    public void write(int character) throws IOException {
        write(String.valueOf((char) character));
    }

    @Override
    public void write(char[] characters, int from, int length) throws IOException {
        write(new String(characters, from, length));
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
        write(text.substring(from, from + length));
    }

    @Override
    public void write(String text) throws IOException {
        out.write(PrintableText.lines(text));
    }
}
