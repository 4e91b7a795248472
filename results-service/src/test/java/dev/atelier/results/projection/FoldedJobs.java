package dev.atelier.results.projection;

import dev.atelier.contracts.event.JobEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Jobs as their events leave them. */
final class FoldedJobs {
    private FoldedJobs() {}

    /** What a job comes to by events at the positions 0, 1, 2, … of the log. */
    static JobHistory after(JobEvent... events) {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < events.length; i++) {
            positions.add(i);
        }
        return folded(List.of(events), positions);
    }

    /** What a job comes to by events, each at its position of the log. */
    static JobHistory folded(List<JobEvent> events, List<Integer> positions) {
        Optional<JobHistory> history = Optional.empty();
        for (int i = 0; i < events.size(); i++) {
            history = JobProjection.apply(history, events.get(i), new LogPosition(0, positions.get(i)));
        }
        return history.orElseThrow();
    }

    /** What a job comes to by further events, all at one position. */
    static JobHistory continued(JobHistory before, JobEvent... events) {
        Optional<JobHistory> history = Optional.of(before);
        for (JobEvent event : events) {
            history = JobProjection.apply(history, event, new LogPosition(0, 5000));
        }
        return history.orElseThrow();
    }
}
