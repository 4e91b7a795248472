package dev.atelier.results.live;

import dev.atelier.results.view.Reading;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Three readers of the whole history of a database at once, in a JVM of their own; fails unless each gets all of it. */
final class HistoryReader {
    private static final int READERS = 3;
    private static final long CHANGES = 300_003;

    private HistoryReader() {}

    static ChangeReader reader(AgroalDataSource connections) {
        return new ChangeReader(new Reading(connections), Optional.empty());
    }

    static AgroalDataSource connections(String url) throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(
                        pool -> pool.maxSize(READERS).connectionFactoryConfiguration(factory -> factory.jdbcUrl(url))));
    }

    public static void main(String[] arguments) throws Exception {
        try (AgroalDataSource connections = connections(arguments[0]);
                ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
            ChangeReader reader = reader(connections);
            Callable<Long> whole = () -> readAll(reader);
            List<Future<Long>> read = threads.invokeAll(
                    Stream.generate(() -> whole).limit(READERS).toList());
            for (Future<Long> each : read) {
                if (each.get() != CHANGES) {
                    throw new AssertionError("a reader got " + each.get() + " changes; expected " + CHANGES);
                }
            }
        }
    }

    private static long readAll(ChangeReader reader) {
        Audience everybody = new Audience(Optional.empty(), Optional.empty());
        long changes = 0;
        Cursor cursor = Cursor.start();
        ChangeReader.Changes page;
        do {
            page = reader.since(cursor, everybody);
            changes += page.changes().size();
            cursor = page.reached();
        } while (page.more());
        return changes;
    }
}
