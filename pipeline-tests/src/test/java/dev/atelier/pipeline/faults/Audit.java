package dev.atelier.pipeline.faults;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.topic.Topics;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Holds the log and the tables against what was asked for. */
final class Audit {
    private final EventHistory history;
    private final Workload workload;
    private final Map<String, String> digests;
    private final Tables tables;
    private final List<ConsumerRecord<byte[], byte[]>> submissions;

    /**
     * @param digests of the weights by {@link SmallJob#identity}, from runs that nothing disturbed
     */
    Audit(FaultStack stack, EventHistory history, Workload workload, Map<String, String> digests) {
        this.history = history;
        this.workload = workload;
        this.digests = digests;
        this.tables = new Tables(stack.jdbcUrl());
        this.submissions = ValidRecords.read(stack.bootstrapServers(), Topics.SUBMISSIONS, Integer.MAX_VALUE);
    }

    List<Check> checks() throws SQLException {
        return List.of(answers(), expectedAnswers(), ends(), weights(), epochs(), rows());
    }

    private Check answers() {
        List<String> violations = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> submission : submissions) {
            List<Event> answers =
                    history.answersTo(new EventHistory.Place(submission.partition(), submission.offset()));
            if (answers.size() != 1) {
                violations.add("offset " + submission.offset() + " has " + answers.size() + " answers: "
                        + answers.stream().map(Event::id).toList());
            }
        }
        return Check.of("every submission has one answer", submissions.size() + " submissions", violations);
    }

    private Check expectedAnswers() {
        List<String> violations = new ArrayList<>();
        workload.submitted().forEach((place, expected) -> {
            for (Event answer : history.answersTo(place)) {
                boolean accepted = answer instanceof SubmissionAccepted;
                if (accepted != (expected == Workload.Expected.ACCEPTED)) {
                    violations.add("offset " + place.offset() + ": expected " + expected + ", was answered " + answer);
                }
            }
        });
        return Check.of(
                "what is right is accepted, and what is wrong is rejected",
                workload.submitted().size() + " submissions",
                violations);
    }

    private Check ends() {
        List<String> jobs = history.acceptedJobs();
        List<String> violations = new ArrayList<>();
        int completed = 0;
        int cancelled = 0;
        for (String job : jobs) {
            Optional<JobStory> story = history.job(job);
            Optional<JobEvent> end = story.flatMap(JobStory::end);
            if (end.isEmpty()) {
                violations.add("no end of " + story.map(JobStory::toString).orElse(job + ", which was never queued"));
            } else if (end.get() instanceof JobFailed failed) {
                violations.add(job + " failed: " + failed.kind() + ", " + failed.reason());
            } else if (end.get() instanceof JobCancelled
                    && !workload.cancelled().contains(job)) {
                violations.add(job + " is cancelled, and nobody asked for that");
            } else if (end.get() instanceof JobCompleted) {
                completed++;
            } else {
                cancelled++;
            }
        }
        return Check.of(
                "every accepted job has its end",
                jobs.size() + " jobs: " + completed + " completed, " + cancelled + " cancelled",
                violations);
    }

    private Check weights() {
        List<String> violations = new ArrayList<>();
        int compared = 0;
        for (JobStory story : stories()) {
            Optional<String> expected = story.request().map(SmallJob::identity).map(digests::get);
            if (story.digests().size() > 1) {
                violations.add("several results of " + story + ": " + story.digests());
            } else if (expected.isPresent() && !story.digests().isEmpty()) {
                compared++;
                if (!story.digests().contains(expected.get())) {
                    violations.add("the weights of " + story + " are " + story.digests() + "; expected " + expected);
                }
            }
        }
        return Check.of("weights are those of an undisturbed run", compared + " results", violations);
    }

    private Check epochs() {
        List<String> violations = new ArrayList<>();
        int runs = 0;
        for (JobStory story : stories()) {
            Map<String, List<Integer>> epochs = story.epochs();
            runs += epochs.size();
            epochs.forEach((run, published) -> {
                if (!published.equals(upTo(published.size()))) {
                    violations.add("run " + run + " of " + story + " published epochs " + published
                            + "; expected each once, from 1 on");
                }
            });
            if (story.end().orElse(null) instanceof JobCompleted completed) {
                List<Integer> published = epochs.getOrDefault(completed.run(), List.of());
                if (!published.equals(upTo(completed.epochs()))) {
                    violations.add("the run that completed " + story + " published epochs " + published
                            + "; expected 1 to " + completed.epochs());
                }
            }
        }
        return Check.of(
                "each run publishes its epochs once and in order, the run that completes a job all of them",
                runs + " runs",
                violations);
    }

    private static List<Integer> upTo(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }

    private Check rows() throws SQLException {
        Map<String, Tables.JobRow> rows = tables.jobs();
        List<String> violations = new ArrayList<>();
        for (String job : history.acceptedJobs()) {
            Optional<JobEvent> end = history.job(job).flatMap(JobStory::end);
            Tables.JobRow row = rows.get(job);
            if (row == null) {
                violations.add(job + " is in no table");
            } else if (end.isPresent() && !row.state().equals(state(end.get()))) {
                violations.add(job + " is " + row.state() + " in the tables; expected " + state(end.get()));
            } else if (end.orElse(null) instanceof JobCompleted completed) {
                String expected = IntStream.rangeClosed(1, completed.epochs())
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(" "));
                if (!row.sha256().equals(completed.model().sha256())
                        || row.epochsTrained() != completed.epochs()
                        || !row.epochs().equals(expected)) {
                    violations.add(job + " has " + row + " in the tables; expected epochs " + expected + " and weights "
                            + completed.model().sha256());
                }
            }
        }
        return Check.of(
                "the tables have each job's end and each epoch once", rows.size() + " rows of jobs", violations);
    }

    private static String state(JobEvent end) {
        return switch (end) {
            case JobCompleted completed -> "COMPLETED";
            case JobFailed failed -> "FAILED";
            default -> "CANCELLED";
        };
    }

    private List<JobStory> stories() {
        return history.acceptedJobs().stream()
                .map(history::job)
                .flatMap(Optional::stream)
                .toList();
    }
}
