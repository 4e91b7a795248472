package dev.atelier.results.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** What a row has in a column. Each kind writes itself, into a binary {@code COPY} or as a parameter of a statement. */
sealed interface Cell {
    void copyTo(CopyBytes bytes);

    void bindTo(PreparedStatement statement, int index) throws SQLException;

    /**
     * The cell of a value, or of an {@link Optional} one.
     *
     * @throws IllegalArgumentException if no kind of column has such values
     */
    static Cell of(Object value) {
        return switch (value) {
            case Cell cell -> cell;
            case Optional<?> optional -> optional.isPresent() ? of(optional.get()) : Absent.NULL;
            case Double number -> new Float8(number);
            case Integer number -> new Int4(number);
            case Long number -> new Int8(number);
            case Boolean flag -> new Flag(flag);
            case String text -> new Text(text);
            case Enum<?> constant -> new Text(constant.name());
            case Instant time -> new Time(time);
            default -> throw new IllegalArgumentException("a column of " + value.getClass() + " is not known");
        };
    }

    enum Absent implements Cell {
        NULL;

        @Override
        public void copyTo(CopyBytes bytes) {
            bytes.putNull();
        }

        @Override
        public void bindTo(PreparedStatement statement, int index) throws SQLException {
            statement.setNull(index, Types.NULL);
        }
    }

    record Float8(double number) implements Cell {
        @Override
        public void copyTo(CopyBytes bytes) {
            bytes.put(number);
        }

        @Override
        public void bindTo(PreparedStatement statement, int index) throws SQLException {
            statement.setDouble(index, number);
        }
    }

    record Int4(int number) implements Cell {
        @Override
        public void copyTo(CopyBytes bytes) {
            bytes.put(number);
        }

        @Override
        public void bindTo(PreparedStatement statement, int index) throws SQLException {
            statement.setInt(index, number);
        }
    }

    record Int8(long number) implements Cell {
        @Override
        public void copyTo(CopyBytes bytes) {
            bytes.put(number);
        }

        @Override
        public void bindTo(PreparedStatement statement, int index) throws SQLException {
            statement.setLong(index, number);
        }
    }

    record Flag(boolean set) implements Cell {
        @Override
        public void copyTo(CopyBytes bytes) {
            bytes.put(set);
        }

        @Override
        public void bindTo(PreparedStatement statement, int index) throws SQLException {
            statement.setBoolean(index, set);
        }
    }

    record Text(String text) implements Cell {
        @Override
        public void copyTo(CopyBytes bytes) {
            bytes.put(StoredText.plain(text));
        }

        @Override
        public void bindTo(PreparedStatement statement, int index) throws SQLException {
            statement.setString(index, StoredText.plain(text));
        }
    }

    /** A document, in characters that any column takes. */
    record JsonText(String text) implements Cell {
        @Override
        public void copyTo(CopyBytes bytes) {
            bytes.put(text);
        }

        @Override
        public void bindTo(PreparedStatement statement, int index) throws SQLException {
            statement.setObject(index, text, Types.OTHER);
        }
    }

    record Time(Instant time) implements Cell {
        @Override
        public void copyTo(CopyBytes bytes) {
            bytes.put(time);
        }

        @Override
        public void bindTo(PreparedStatement statement, int index) throws SQLException {
            statement.setObject(index, time.atOffset(ZoneOffset.UTC));
        }
    }

    record Texts(List<String> texts) implements Cell {
        @Override
        public void copyTo(CopyBytes bytes) {
            bytes.putTexts(texts);
        }

        @Override
        public void bindTo(PreparedStatement statement, int index) throws SQLException {
            statement.setArray(index, statement.getConnection().createArrayOf("text", texts.toArray()));
        }
    }

    record Numbers(List<Double> numbers) implements Cell {
        @Override
        public void copyTo(CopyBytes bytes) {
            bytes.putNumbers(numbers);
        }

        @Override
        public void bindTo(PreparedStatement statement, int index) throws SQLException {
            statement.setArray(index, statement.getConnection().createArrayOf("float8", numbers.toArray()));
        }
    }
}
