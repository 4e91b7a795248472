package dev.atelier.results.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends new rows of one table to the database as a stream. The first row that is refused fails them all. */
public final class CopyBatch {
    private static final int CHUNK = 1 << 16;

    private CopyBatch() {}

    public static <R> void insert(Connection connection, Table<R> table, List<R> rows) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(table.copyStatement());
        try {
            CopyBytes bytes = new CopyBytes();
            bytes.beginRows();
            for (R row : rows) {
                table.writeTo(bytes, row);
                if (bytes.size() >= CHUNK) {
                    send(copy, bytes);
                }
            }
            bytes.endRows();
            send(copy, bytes);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void send(CopyIn copy, CopyBytes bytes) throws SQLException {
        byte[] taken = bytes.take();
        copy.writeToCopy(taken, 0, taken.length);
    }
}
