package dev.atelier.results.live;

import dev.atelier.results.view.EpochPoint;
import dev.atelier.results.view.JobSummary;

/**
 * A row as it now stands.
 *
 * @param partition of the event that changed it, like {@code offset}
 * @param subject a {@link JobSummary} or an {@link EpochPoint}
 */
public record RowChange(int partition, long offset, String type, Object subject) {
    public static final String JOB = "job";
    public static final String EPOCH = "epoch";

    /** Whether the same event of the log changed both. */
    public boolean isAt(RowChange other) {
        return partition == other.partition && offset == other.offset;
    }
}
