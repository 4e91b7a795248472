package dev.atelier.pipeline.faults;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.job.Job;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The events of one job in order, and what they come to: rounds, their ends, epochs of the run that ended the last one. */
final class JobStory {
    private final String job;
    private final List<JobEvent> events = new ArrayList<>();

    JobStory(String job) {
        this.job = job;
    }

    void add(JobEvent event) {
        events.add(event);
    }

    JobStory copy() {
        JobStory copy = new JobStory(job);
        copy.events.addAll(events);
        return copy;
    }

    /** What was asked for, once the job was queued. */
    Optional<Job> request() {
        return events.stream()
                .filter(JobQueued.class::isInstance)
                .map(queued -> ((JobQueued) queued).request())
                .findFirst();
    }

    /** The last end that counts; nothing while the job waits or runs. */
    Optional<JobEvent> end() {
        Optional<JobEvent> end = Optional.empty();
        String run = "";
        Set<Integer> rounds = new HashSet<>();
        for (JobEvent event : events) {
            if (event instanceof JobQueued queued && rounds.add(queued.round())) {
                end = Optional.empty();
            } else if (event instanceof JobStarted started) {
                run = started.run();
            } else if (end.isEmpty() && ends(event, run)) {
                end = Optional.of(event);
            }
        }
        return end;
    }

    /** Whether this event ends the round whose current run is given. */
    private static boolean ends(JobEvent event, String current) {
        return switch (event) {
            case JobCompleted completed -> completed.run().equals(current);
            case JobFailed failed -> failed.run() == null || failed.run().equals(current);
            case JobCancelled cancelled ->
                cancelled.run() == null || cancelled.run().equals(current);
            default -> false;
        };
    }

    /** Digests of the weights by every completion that was published, current or not. */
    Set<String> digests() {
        Set<String> digests = new TreeSet<>();
        for (JobEvent event : events) {
            if (event instanceof JobCompleted completed) {
                digests.add(completed.model().sha256());
            }
        }
        return digests;
    }

    /** The epochs that each run published, in the order of the log and as often as they stand in it. */
    Map<String, List<Integer>> epochs() {
        Map<String, List<Integer>> epochs = new LinkedHashMap<>();
        for (JobEvent event : events) {
            if (event instanceof EpochCompleted epoch) {
                epochs.computeIfAbsent(epoch.run(), run -> new ArrayList<>()).add(epoch.epoch());
            }
        }
        return epochs;
    }

    /** How often it was started. */
    long starts() {
        return events.stream().filter(JobStarted.class::isInstance).count();
    }

    @Override
    public String toString() {
        return job + ": "
                + events.stream()
                        .filter(event -> !(event instanceof EpochCompleted))
                        .map(JobEvent::id)
                        .map(id -> id.replace(job + "/", ""))
                        .toList();
    }
}
