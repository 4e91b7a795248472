package dev.atelier.results.ingest.joblog;

import dev.atelier.contracts.joblog.JobLogLine;
import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.projection.SetAside;
import java.util.List;
import java.util.Map;

/**
 * What was read of the topic and is to be stored together.
 *
 * @param setAside records that are no lines
 * @param next offset of the next record, by partition
 */
record JobLogBatch(List<PlacedLine> lines, List<SetAside> setAside, Map<Integer, Long> next) {
    JobLogBatch {
        lines = List.copyOf(lines);
        setAside = List.copyOf(setAside);
        next = Map.copyOf(next);
    }

    /** A line and where it lies in the topic. */
    record PlacedLine(JobLogLine line, LogPosition at) {}
}
