package dev.atelier.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table in plain text, each column as wide as its widest cell on a terminal. A heading that begins with {@code >}
 * aligns right. Every row is one line, whatever is in its cells.
 */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<Boolean> alignedRight = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... headings) {
        List<String> names = new ArrayList<>();
        for (String heading : headings) {
            alignedRight.add(heading.startsWith(">"));
            names.add(heading.startsWith(">") ? heading.substring(1) : heading);
        }
        rows.add(names);
    }

    public TextTable row(String... cells) {
        if (cells.length != alignedRight.size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells in a row; expected " + alignedRight.size() + ", one for each heading");
        }
        rows.add(Arrays.stream(cells).map(PrintableText::line).toList());
        return this;
    }

    @Override
    public String toString() {
        int[] widths = new int[alignedRight.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], DisplayWidth.of(row.get(column)));
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                String padding = " ".repeat(widths[column] - DisplayWidth.of(cell));
                line.append(alignedRight.get(column) ? padding + cell : cell + padding)
                        .append(GAP);
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }
}
