package dev.atelier.results.ingest;

import dev.atelier.results.ingest.log.ReadRecord;
import dev.atelier.results.sql.DatabaseFailure;
import dev.atelier.results.store.Offsets;
import java.sql.SQLException;
import java.util.List;

/**
 * A batch that is completed whatever is in it. Where a try fails and the database is not merely unavailable, the next
 * try is of half as many records; a record that fails alone again and again is set aside.
 */
final class PersistentBatch {
    private static final int TRIES_ALONE = 5;

    private final Projector projector;
    private final String topicId;
    private List<ReadRecord> left;
    private int size;
    private int failedAlone;
    private String lastFailure = "";

    PersistentBatch(Projector projector, String topicId, List<ReadRecord> records) {
        this.projector = projector;
        this.topicId = topicId;
        this.left = records;
        this.size = records.size();
    }

    boolean isDone() {
        return left.isEmpty();
    }

    /** Applies what comes next to the projection that stands at these offsets. */
    Projector.Outcome applyNext(Offsets from) throws SQLException {
        List<ReadRecord> now = left.subList(0, Math.min(size, left.size()));
        Projector.Outcome outcome = failedAlone < TRIES_ALONE
                ? projector.apply(from, topicId, now)
                : projector.setAside(
                        from, topicId, now.getFirst(), "it failed by itself " + failedAlone + " times: " + lastFailure);
        if (outcome instanceof Projector.Applied) {
            left = left.subList(now.size(), left.size());
            size = Math.max(1, left.size());
            failedAlone = 0;
        }
        return outcome;
    }

    /** Takes note that the last try failed. */
    void recordFailure(Throwable failure) {
        if (failure instanceof SQLException sql && DatabaseFailure.of(sql) == DatabaseFailure.PASSING) {
            return;
        }
        lastFailure = String.valueOf(failure);
        if (size == 1 || left.size() == 1) {
            failedAlone++;
        }
        size = Math.max(1, Math.min(size, left.size()) / 2);
    }
}
