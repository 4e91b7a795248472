package dev.atelier.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A table in plain text, each column as wide as its widest cell on a terminal. Every row is one line, whatever is in its cells.
 * Marks before a heading lay out its column: {@code >} aligns it right, {@code ~} lets it be cut where the table is wider than the
 * terminal, {@code #} lets it be cut to the beginning of an id, {@code ?} lets it be left out there, the last ones first, and where none of its cells has a value.
 */
public final class TextTable {
    private static final String GAP = "  ";
    private static final String NONE = "-";
    private static final String CUT = "…";
    private static final int READABLE_WIDTH = 20;
    private static final int LEAST_WIDTH = 8;
    private static final int LEAST_ID = 12;

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();
    private final Map<String, Function<String, Colour>> colours = new HashMap<>();

    private record Column(String heading, boolean right, boolean cut, boolean id, boolean optional) {
        /** Down to which width it may be narrowed. */
        int least(int ofText) {
            return id ? Math.max(LEAST_ID, ofText) : cut ? ofText : Integer.MAX_VALUE;
        }

        static Column of(String marked) {
            int start = 0;
            while (start < marked.length() && ">~?#".indexOf(marked.charAt(start)) >= 0) {
                start++;
            }
            String marks = marked.substring(0, start);
            return new Column(
                    marked.substring(start),
                    marks.contains(">"),
                    marks.contains("~"),
                    marks.contains("#"),
                    marks.contains("?"));
        }
    }

    public TextTable(String... headings) {
        Arrays.stream(headings).map(Column::of).forEach(columns::add);
    }

    public TextTable row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells in a row; expected " + columns.size() + ", one for each heading");
        }
        rows.add(Arrays.stream(cells).map(PrintableText::line).toList());
        return this;
    }

    /** Colours the cells of a column by their text, where there are colours. */
    public TextTable colour(String heading, Function<String, Colour> colour) {
        colours.put(heading, colour);
        return this;
    }

    /** The whole table, without colours. */
    @Override
    public String toString() {
        return render(Integer.MAX_VALUE, false);
    }

    /** The table, as far as its columns allow no wider than a terminal. */
    public String render(int width, boolean coloured) {
        Layout layout = fit(width);
        StringBuilder text = new StringBuilder();
        append(text, columns.stream().map(Column::heading).toList(), layout, coloured, true);
        rows.forEach(row -> append(text, row, layout, coloured, false));
        return text.toString();
    }

    /** @param widths by column, of those that are shown */
    @SuppressWarnings("ArrayRecordComponent") // changed in place, never compared
    private record Layout(List<Integer> shown, int[] widths) {
        int total() {
            return shown.stream().mapToInt(column -> widths[column]).sum()
                    + GAP.length() * Math.max(0, shown.size() - 1);
        }
    }

    /** Narrows columns, then leaves some out, then narrows the others further. */
    private Layout fit(int width) {
        List<Integer> shown =
                new ArrayList<>(IntStream.range(0, columns.size()).boxed().toList());
        if (width == Integer.MAX_VALUE) {
            return new Layout(shown, widths());
        }
        shown.removeIf(column -> columns.get(column).optional() && isEmpty(column));
        while (true) {
            Layout layout = narrow(new Layout(shown, widths()), width, READABLE_WIDTH);
            Optional<Integer> last = shown.stream()
                    .filter(column -> columns.get(column).optional())
                    .reduce((earlier, later) -> later);
            if (layout.total() <= width || last.isEmpty()) {
                return narrow(layout, width, LEAST_WIDTH);
            }
            shown.remove(last.get());
        }
    }

    private int[] widths() {
        return IntStream.range(0, columns.size())
                .map(column -> Math.max(
                        DisplayWidth.of(columns.get(column).heading()),
                        rows.stream()
                                .mapToInt(row -> DisplayWidth.of(row.get(column)))
                                .max()
                                .orElse(0)))
                .toArray();
    }

    private Layout narrow(Layout layout, int width, int least) {
        int[] widths = layout.widths();
        for (int excess = layout.total() - width; excess > 0; excess--) {
            Optional<Integer> widest = layout.shown().stream()
                    .filter(column -> widths[column] > columns.get(column).least(least))
                    .max(Comparator.comparingInt(column -> widths[column]));
            if (widest.isEmpty()) {
                break;
            }
            widths[widest.get()]--;
        }
        return layout;
    }

    private boolean isEmpty(int column) {
        return rows.stream().map(row -> row.get(column)).allMatch(cell -> cell.isEmpty() || cell.equals(NONE));
    }

    private void append(StringBuilder text, List<String> row, Layout layout, boolean coloured, boolean heading) {
        StringBuilder line = new StringBuilder();
        StringBuilder blanks = new StringBuilder();
        for (int column : layout.shown()) {
            Column marks = columns.get(column);
            String whole = row.get(column);
            String cell = cut(whole, layout.widths()[column], marks.id() ? "" : CUT);
            String padding = " ".repeat(layout.widths()[column] - DisplayWidth.of(cell));
            blanks.append(marks.right() ? padding : "");
            if (!cell.isEmpty()) {
                line.append(blanks)
                        .append(coloured ? colour(marks, whole, heading).paint(cell) : cell);
                blanks.setLength(0);
            }
            blanks.append(marks.right() ? "" : padding).append(GAP);
        }
        text.append(line).append(System.lineSeparator());
    }

    private Colour colour(Column column, String cell, boolean heading) {
        return heading
                ? Colour.BOLD
                : colours.getOrDefault(column.heading(), any -> Colour.PLAIN).apply(cell);
    }

    private static String cut(String cell, int width, String end) {
        return DisplayWidth.of(cell) <= width ? cell : DisplayWidth.cut(cell, width - DisplayWidth.of(end)) + end;
    }
}
