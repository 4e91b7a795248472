package dev.atelier.results.page.template;

import java.util.List;
import java.util.function.Function;

/** The columns of a table in which there is something. */
record FilledColumns<T>(List<Column<T>> columns) {
    FilledColumns {
        columns = List.copyOf(columns);
    }

    /**
     * A column.
     *
     * @param cell text of its cell in a row; {@link Show#NOTHING} where there is nothing
     */
    record Column<T>(String title, Function<T, String> cell) {}

    /** Those of the columns that have something in any of the rows. */
    static <T> FilledColumns<T> of(List<Column<T>> columns, List<T> rows) {
        return new FilledColumns<>(columns.stream()
                .filter(column ->
                        rows.stream().anyMatch(row -> !column.cell().apply(row).equals(Show.NOTHING)))
                .toList());
    }

    List<String> titles() {
        return columns.stream().map(Column::title).toList();
    }

    /** The cells of a row, in the order of the columns. */
    List<String> cells(T row) {
        return columns.stream().map(column -> column.cell().apply(row)).toList();
    }
}
