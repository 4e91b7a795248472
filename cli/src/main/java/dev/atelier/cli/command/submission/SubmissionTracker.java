package dev.atelier.cli.command.submission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.client.Http;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.JobResponse.Restoration;
import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.client.SearchResponse;
import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.follow.JobPoller;
import dev.atelier.cli.follow.PlainProgress;
import dev.atelier.cli.follow.ProgressDisplay;
import dev.atelier.cli.follow.RestorationPoller;
import dev.atelier.cli.follow.SearchPoller;
import dev.atelier.cli.follow.TerminalProgress;
import dev.atelier.cli.follow.TrackedSubmission;
import dev.atelier.cli.invocation.InterruptionHook;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.result.BestVariant;
import dev.atelier.cli.result.ResultTable;
import dev.atelier.cli.result.ShownMetrics;
import dev.atelier.cli.stack.MissingTrainers;
import dev.atelier.cli.stack.ServiceState;
import dev.atelier.cli.stack.Stack;
import dev.atelier.cli.stack.service.StackException;
import dev.atelier.cli.terminal.PrintableText;
import dev.atelier.cli.terminal.Screen;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Metric;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Follows a submission to its end and prints the outcome. */
public final class SubmissionTracker {
    private final Invocation atelier;
    private final Stack stack;
    private final ResultsService results;
    private final boolean json;

    /** With {@code json} the result is printed as JSON, and nothing else on standard output. */
    public SubmissionTracker(Invocation atelier, boolean json) {
        this.atelier = atelier;
        this.stack = atelier.runningStack();
        this.results = new ResultsService(stack.ports().resultsUrl());
        this.json = json;
    }

    /**
     * Returns the exit code: 0 if every job completed.
     *
     * @param metrics shown beside those that the jobs monitor or the study chooses by
     */
    public int track(SubmissionAccepted accepted, List<Metric> metrics) throws InterruptedException {
        announce(accepted);
        ShownMetrics shown = ShownMetrics.of(accepted, metrics);
        return accepted.study() != null && accepted.request().has("search")
                ? trackSearch(Optional.of(accepted.submission()), accepted.study(), shown)
                : track(Optional.of(accepted.submission()), TrackedSubmission.of(accepted), shown);
    }

    /** The same of jobs that were submitted before. */
    int track(TrackedSubmission tracked, ShownMetrics shown) throws InterruptedException {
        return track(Optional.empty(), tracked, shown);
    }

    private int track(Optional<String> submission, TrackedSubmission tracked, ShownMetrics shown)
            throws InterruptedException {
        Map<String, JobResponse> jobs = follow(tracked, shown);
        boolean completed = jobs.values().stream().allMatch(JobResponse::isCompleted);
        if (json) {
            atelier.out().println(document(submission, tracked, jobs, completed));
        } else {
            print(tracked, jobs, shown);
        }
        printWaiting(jobs);
        return completed ? 0 : 1;
    }

    /** The same of a study that searches: first the search, then the jobs that are trained to their end. */
    int trackSearch(Optional<String> submission, String study, ShownMetrics shown) throws InterruptedException {
        SearchResponse search = followSearch(study);
        if (search.isOpen()) {
            atelier.err()
                    .println("The search continues, but none of its jobs can run now: it is paused, and "
                            + atelier.hints().command("resume", study)
                            + " continues it, or no trainer of their family is up.");
            return 1;
        }
        TrackedSubmission tracked = results.study(study)
                .map(known -> TrackedSubmission.of(known).without(search.overJobs()))
                .orElseThrow(() -> new StackException("there is no study '" + study + "' any more"));
        int code = track(submission, tracked, shown);
        if (search.winner().isEmpty()) {
            atelier.err().println("The search has no winner: " + search.whyNone());
            return 1;
        }
        return code;
    }

    private SearchResponse followSearch(String study) throws InterruptedException {
        Set<String> families = runningFamilies();
        try (InterruptionHook interruption = new InterruptionHook(() -> explainInterruption("study", study))) {
            return new SearchPoller(results, progressOut(), job -> job.isRunning() || families.contains(job.family()))
                    .follow(study);
        }
    }

    /** Follows jobs to their end, or until the rest is paused or waits without a trainer. */
    public Map<String, JobResponse> follow(TrackedSubmission tracked, ShownMetrics shown) throws InterruptedException {
        Set<String> families = runningFamilies();
        ProgressDisplay progress = progress(tracked.shown(shown));
        try (InterruptionHook interruption = new InterruptionHook(() -> {
            progress.close();
            explainInterruption(
                    tracked.study().isPresent() ? "study" : "job",
                    tracked.study()
                            .orElseGet(
                                    () -> tracked.labels().keySet().iterator().next()));
        })) {
            return new JobPoller(results, progress, job -> job.isRunning() || families.contains(job.family()))
                    .follow(tracked);
        }
    }

    private void explainInterruption(String kind, String id) {
        atelier.err()
                .println("Interrupted; the " + kind + " continues: "
                        + atelier.hints().command("follow", id) + " follows it, "
                        + atelier.hints().command("cancel", id) + " cancels it.");
    }

    /** Follows the restoration of a job's files. Returns the exit code: 0 if they are there again. */
    public int trackRestoration(String job, String submission) throws InterruptedException {
        Set<String> families = runningFamilies();
        Restoration end;
        try (InterruptionHook interruption = new InterruptionHook(() -> atelier.err()
                .println("Interrupted; the restoration continues: "
                        + atelier.hints().command("job", job) + " shows it, "
                        + atelier.hints().command("cancel", job) + " cancels it."))) {
            end = new RestorationPoller(results, progressOut(), waiting -> families.contains(waiting.family()))
                    .follow(job, submission);
        }
        if (end.isCompleted()) {
            progressOut().println("Restored: the files of job " + job + ", with the same weights.");
            return 0;
        }
        if (end.hasEnded()) {
            atelier.err()
                    .println("The files of job " + job + " were not restored: "
                            + PrintableText.line(Optional.ofNullable(end.reason())
                                    .orElse(end.state().name())));
        } else if (end.isPaused()) {
            printPaused(job);
        } else {
            results.job(job).ifPresent(waiting -> printWaiting(waiting.family()));
        }
        return 1;
    }

    private void announce(SubmissionAccepted accepted) {
        Map<Disposition, Long> counts = accepted.members().stream()
                .collect(Collectors.groupingBy(SubmissionAccepted.Member::disposition, Collectors.counting()));
        progressOut()
                .printf(
                        "%s: %d queued, %d waiting or running already, %d with a result already%n",
                        PrintableText.line(accepted.name()),
                        counts.getOrDefault(Disposition.QUEUED, 0L),
                        counts.getOrDefault(Disposition.JOINED, 0L),
                        counts.getOrDefault(Disposition.REUSED, 0L));
    }

    private void print(TrackedSubmission tracked, Map<String, JobResponse> jobs, ShownMetrics shown) {
        PrintWriter out = atelier.out();
        out.println();
        Optional<StudyResponse> study = tracked.study().flatMap(results::study);
        if (study.isPresent()) {
            atelier.print(ResultTable.of(study.get().only(jobs.keySet()), jobs.values(), shown.added()));
            BestVariant.sentences(study.get()).stream().map(PrintableText::line).forEach(out::println);
        } else {
            atelier.print(ResultTable.of(
                    jobs.keySet().stream()
                            .flatMap(id -> results.job(id).stream())
                            .toList(),
                    job -> tracked.labels().getOrDefault(job.id(), job.name()),
                    shown));
        }
        out.println();
        String url = stack.ports().resultsUrl();
        if (study.isPresent()) {
            String id = study.get().id();
            out.println("Results: " + url + "/studies/" + Http.encode(id) + ", or "
                    + atelier.hints().command("report", id));
        } else {
            jobs.keySet()
                    .forEach(id -> out.println("Results: " + url + "/jobs/" + id + ", or "
                            + atelier.hints().command("job", id)));
        }
    }

    private String document(
            Optional<String> submission, TrackedSubmission tracked, Map<String, JobResponse> jobs, boolean completed) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("submission", submission.orElse(null));
        document.put("completed", completed);
        document.set("study", tracked.study().flatMap(results::studyDocument).orElse(Json.MAPPER.nullNode()));
        ArrayNode list = document.putArray("jobs");
        jobs.keySet().forEach(id -> results.jobDocument(id).ifPresent(list::add));
        return document.toString();
    }

    private void printWaiting(Map<String, JobResponse> jobs) {
        jobs.values().stream()
                .filter(JobResponse::isPaused)
                .map(JobResponse::id)
                .forEach(this::printPaused);
        Set<String> waiting = jobs.values().stream()
                .filter(job -> !job.hasEnded() && !job.isPaused())
                .map(JobResponse::family)
                .collect(Collectors.toCollection(TreeSet::new));
        waiting.forEach(this::printWaiting);
    }

    private void printPaused(String job) {
        atelier.err()
                .println("Job " + job + " is paused; " + atelier.hints().command("resume", job) + " continues it.");
    }

    private void printWaiting(String family) {
        atelier.err()
                .println("No trainer runs jobs of family " + family + "; they wait."
                        + new MissingTrainers(atelier.hints()).howToGet(new Family(family)));
    }

    private Set<String> runningFamilies() {
        return stack.status().stream()
                .filter(service -> service.state() != ServiceState.STOPPED)
                .map(service -> service.name())
                .filter(name -> name.endsWith("-trainer"))
                .map(name -> name.substring(0, name.length() - "-trainer".length()))
                .collect(Collectors.toSet());
    }

    private ProgressDisplay progress(Function<String, ShownMetrics> shown) {
        Screen screen = atelier.screen();
        return screen.isInteractive(json)
                ? new TerminalProgress(atelier.terminal(json), () -> screen.width(json), shown)
                : new PlainProgress(progressOut(), shown);
    }

    private PrintWriter progressOut() {
        return json ? atelier.err() : atelier.out();
    }
}
