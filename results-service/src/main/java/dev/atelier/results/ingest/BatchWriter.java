package dev.atelier.results.ingest;

import dev.atelier.contracts.event.DatasetPublished;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.results.projection.DatasetRow;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.projection.JobProjection;
import dev.atelier.results.projection.SubmissionProjection;
import dev.atelier.results.store.Answers;
import dev.atelier.results.store.Datasets;
import dev.atelier.results.store.DeadLetter;
import dev.atelier.results.store.JobHistories;
import dev.atelier.results.store.Writes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Projects a batch of records within the caller's transaction: loads what the batch is about, lets the projection decide,
 * writes the difference. What the rows become depends on the records only, not on how they were cut into batches.
 *
 * <p>A record that cannot be read, or that the database refuses for what is in it, goes to the dead letters and never
 * holds up the others. Any other failure is the caller's, who tries the batch again.
 */
final class BatchWriter {
    private static final Logger LOG = Logger.getLogger(BatchWriter.class);
    private static final Set<String> REFUSALS = Set.of("22", "23");

    private BatchWriter() {}

    static Projected write(Connection connection, List<ConsumerRecord<byte[], byte[]>> records) throws SQLException {
        return writeRead(connection, records.stream().map(ReadRecord::of).toList());
    }

    private static Projected writeRead(Connection connection, List<ReadRecord> records) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            Projected projected = apply(connection, records);
            connection.releaseSavepoint(before);
            return projected;
        } catch (SQLException e) {
            if (!refused(e)) {
                throw e;
            }
            connection.rollback(before);
            return oneByOne(connection, records, e);
        } catch (RuntimeException e) {
            connection.rollback(before);
            return oneByOne(connection, records, e);
        }
    }

    private static Projected oneByOne(Connection connection, List<ReadRecord> records, Exception cause)
            throws SQLException {
        if (records.size() > 1) {
            Projected all = Projected.none();
            for (ReadRecord record : records) {
                all = all.and(writeRead(connection, List.of(record)));
            }
            return all;
        }
        if (records.getFirst() instanceof ReadRecord.Known known) {
            DeadLetter letter = known.ifRefused();
            String reason = "it cannot be stored: " + cause.getMessage();
            return apply(
                    connection,
                    List.of(new ReadRecord.Unreadable(
                            known.at(),
                            new DeadLetter(
                                    letter.at(),
                                    letter.key(),
                                    letter.type(),
                                    reason,
                                    letter.excerpt(),
                                    letter.writtenAt()))));
        }
        throw new IllegalStateException(
                "The dead letter of " + records.getFirst().at() + " cannot be stored", cause);
    }

    private static boolean refused(SQLException e) {
        return e.getSQLState() != null
                && e.getSQLState().length() > 2
                && REFUSALS.contains(e.getSQLState().substring(0, 2));
    }

    private static Projected apply(Connection connection, List<ReadRecord> records) throws SQLException {
        Set<String> jobs = new HashSet<>();
        Set<String> submissions = new HashSet<>();
        for (ReadRecord record : records) {
            if (record instanceof ReadRecord.Known known) {
                (known.event() instanceof JobEvent ? jobs : submissions)
                        .add(known.event().key());
            }
        }
        Map<String, JobHistory> before = JobHistories.load(connection, jobs);
        Map<String, JobHistory> after = new HashMap<>(before);
        Set<String> answered = new HashSet<>(Answers.known(connection, submissions));
        Writes writes = new Writes();
        List<Event> events = new ArrayList<>();
        List<String> unknownTypes = new ArrayList<>();
        int deadLetters = 0;
        for (ReadRecord record : records) {
            switch (record) {
                case ReadRecord.Known known -> {
                    events.add(known.event());
                    applyKnown(known, after, answered, writes);
                }
                case ReadRecord.Unknown unknown -> unknownTypes.add(unknown.type());
                case ReadRecord.Unreadable unreadable -> {
                    deadLetters++;
                    LOG.errorf(
                            "Skipped the record at %s: %s",
                            unreadable.at(), unreadable.letter().reason());
                    unreadable.letter().save(writes);
                }
            }
        }
        after.forEach((id, history) -> JobHistories.save(writes, Optional.ofNullable(before.get(id)), history));
        writes.execute(connection);
        return new Projected(events, unknownTypes, deadLetters);
    }

    private static void applyKnown(
            ReadRecord.Known known, Map<String, JobHistory> jobs, Set<String> answered, Writes writes) {
        switch (known.event()) {
            case JobEvent event -> {
                Optional<JobHistory> before = Optional.ofNullable(jobs.get(event.job()));
                JobProjection.apply(before, event, known.at()).ifPresent(history -> jobs.put(event.job(), history));
            }
            case SubmissionAccepted accepted -> {
                if (answered.add(accepted.submission())) {
                    Answers.save(writes, SubmissionProjection.of(accepted, known.at()));
                }
            }
            case SubmissionRejected rejected -> {
                if (answered.add(rejected.submission())) {
                    Answers.save(writes, SubmissionProjection.of(rejected, known.at()));
                }
            }
            case DatasetPublished published -> Datasets.save(writes, DatasetRow.of(published, known.at()));
            case RecordSetAside ignored -> {}
        }
    }
}
