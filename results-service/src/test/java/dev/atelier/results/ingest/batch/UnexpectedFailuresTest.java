package dev.atelier.results.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.results.SampleEvents;
import dev.atelier.results.ingest.log.ReadRecord;
import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.store.TestDatabase;
import dev.atelier.results.store.Writes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An error of this service is found in its log, however little the reason of the dead letter says. */
class UnexpectedFailuresTest {
    private final TestDatabase database = new TestDatabase(Infrastructure.newDatabase());
    private final Queue<RuntimeException> failures = new ArrayDeque<>();
    private final BatchWriter writer = new BatchWriter(new JobCache(), this::execute, new UnexpectedFailures());
    private final List<LogRecord> warnings = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(UnexpectedFailures.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
                warnings.add(record);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void open() {
        database.migrate();
        logger.addHandler(handler);
    }

    @AfterEach
    void close() {
        logger.removeHandler(handler);
    }

    @Test
    void anErrorOfTheServiceIsAWarningWithItsTrace() throws Exception {
        RuntimeException error = new NullPointerException("Cannot invoke");
        write(7, error);

        assertThat(warnings).extracting(LogRecord::getThrown).containsExactly(error);
        assertThat(database.column("SELECT kind || ': ' || reason FROM dead_letters"))
                .containsExactly(
                        "unprojectable: it cannot be stored: it is of a form that the service does not expect");
    }

    @Test
    void ofOnePlaceTheFirstFailureIsAWarning() throws Exception {
        RuntimeException error = new NullPointerException("Cannot invoke");
        RuntimeException other = new ClassCastException("another place");
        write(7, error);
        write(8, error);
        write(9, other);

        assertThat(warnings).extracting(LogRecord::getThrown).containsExactly(error, other);
    }

    @Test
    void whatIsWrongWithARecordIsNoWarning() throws Exception {
        write(7, new IllegalArgumentException("round is -1; expected at least 0"));

        assertThat(warnings).isEmpty();
        assertThat(database.column("SELECT reason FROM dead_letters"))
                .containsExactly("it cannot be stored: round is -1; expected at least 0");
    }

    /** Writes the record at an offset, which fails. */
    private void write(long offset, RuntimeException failure) throws Exception {
        failures.add(failure);
        ReadRecord record = new ReadRecord.Known(
                new LogPosition(0, offset),
                SampleEvents.queued("failing-" + offset, 1),
                new ConsumerRecord<>("events", 0, offset, null, null));
        try (Connection connection = database.source().getConnection()) {
            connection.setAutoCommit(false);
            writer.write(connection, List.of(record));
            connection.commit();
        }
        assertThat(failures).isEmpty();
    }

    private void execute(Writes writes, Connection connection) throws SQLException {
        if (failures.poll() instanceof RuntimeException failure) {
            throw failure;
        }
        writes.execute(connection);
    }
}
