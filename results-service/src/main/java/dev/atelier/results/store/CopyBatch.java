package dev.atelier.results.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends new rows of one table to the database as a stream. The first row that is refused fails them all. */
final class CopyBatch {
    private static final int CHUNK = 1 << 16;

    private CopyBatch() {}

    static <R> void insert(Connection connection, Table<R> table, List<R> rows) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(table.copyStatement());
        try {
            StringBuilder lines = new StringBuilder(CHUNK + CHUNK / 4);
            for (R row : rows) {
                table.appendTo(lines, row);
                if (lines.length() >= CHUNK) {
                    send(copy, lines);
                }
            }
            send(copy, lines);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void send(CopyIn copy, StringBuilder lines) throws SQLException {
        byte[] bytes = lines.toString().getBytes(UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        lines.setLength(0);
    }
}
