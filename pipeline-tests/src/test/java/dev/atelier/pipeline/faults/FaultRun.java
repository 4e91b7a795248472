package dev.atelier.pipeline.faults;

import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.event.JobCompleted;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.Producer;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One run of the suite: trains each of the few distinct jobs undisturbed, does faults while jobs are asked for, lets the
 * stack come to rest, and checks what must hold.
 *
 * @param seed decides faults and workload
 * @param count faults to inject
 * @param kinds of faults, as far as they can be injected here
 * @param jobs jobs to train afresh meanwhile
 * @param cnn whether a CNN trainer takes part
 * @param meanPause between two faults
 * @param settling how long the stack may take to finish everything once nothing disturbs it any more
 */
record FaultRun(
        long seed, int count, Set<FaultKind> kinds, int jobs, boolean cnn, Duration meanPause, Duration settling) {
    private static final int DISK_MEGABYTES = 1024;
    private static final Duration UNDISTURBED = Duration.ofMinutes(3);
    private static final Pattern LOG = Pattern.compile("<ol id=\"log\".*?</ol>", Pattern.DOTALL);
    private static final String LOCKED = "cannot be written to";

    /** Runs it in this folder, where logs stay. */
    Report run(Path folder) throws Exception {
        long began = System.nanoTime();
        List<Check> checks = new ArrayList<>();
        Map<String, String> facts = new LinkedHashMap<>();
        Map<String, Map<?, Integer>> counted = new LinkedHashMap<>();
        facts.put("seed", String.valueOf(seed));
        FaultStack stack =
                FaultStack.up(folder, new FaultStack.Parts(DISK_MEGABYTES, !FaultKind.USUAL.containsAll(kinds), cnn));
        try (stack;
                EventHistory history = new EventHistory(stack.bootstrapServers());
                Producer<byte[], byte[]> producer = Workload.producer(stack.bootstrapServers());
                Workload workload = new Workload(stack, history, seed)) {
            Map<String, String> digests = trainUndisturbed(workload, history);
            checks.add(sayWhyJobsWait(stack, workload, history));
            Resources resources = new Resources(stack);
            MalformedRecords records =
                    new MalformedRecords(producer, ValidRecords.first(stack.bootstrapServers(), 40), history::openJobs);
            try (FaultInjector injector = new FaultInjector(stack, records, workload)) {
                facts.put("not run here", notRun(stack));
                disturb(stack, injector, workload);
                counted.put("faults", injector.injected());
            }
            producer.flush();
            counted.put("submissions", workload.sorts());
            facts.put("jobs asked for afresh", String.valueOf(workload.jobs()));
            long disturbed = System.nanoTime();
            Rest rest = new Rest(stack, history);
            checks.add(Check.of(
                    "all is up, answered, ended and in the tables again in time",
                    settling.toSeconds() + " s",
                    rest.await(settling, workload)));
            // Whoever was started again has its classes and its dataset after the first round.
            work(workload, "first", SmallJob.SHORT.size());
            rest.await(settling, workload);
            resources.measureNewProcesses();
            work(workload, "second", Math.max(SmallJob.SHORT.size(), jobs / 3));
            checks.add(Check.of(
                    "jobs that nothing disturbs end in time",
                    settling.toSeconds() + " s",
                    rest.await(settling, workload)));
            facts.put(
                    "seconds to rest",
                    String.valueOf(
                            Duration.ofNanos(System.nanoTime() - disturbed).toSeconds()));
            checks.addAll(new Audit(stack, history, workload, digests).checks());
            checks.add(rest.rebuild());
            checks.addAll(resources.checks());
            checks.add(records.written().setAside(history, new Tables(stack.jdbcUrl()), UNDISTURBED));
            checks.addAll(rest.leftBehind());
            checks.add(ServiceLogs.arePrintable(stack));
            counted.put("events", history.types());
            Map<String, Integer> starts = new TreeMap<>();
            stack.all().forEach(process -> starts.put(process.name(), process.starts()));
            counted.put("starts", starts);
            Map<String, Integer> notLive = new TreeMap<>();
            stack.all().forEach(process -> notLive.put(process.name(), process.endedAsNotLive()));
            counted.put("ended as not live", notLive);
        }
        checks.add(Check.of("no process is left", "after closing", stack.leftProcesses()));
        return new Report(
                "Fault suite: " + count + " faults",
                facts,
                "-Dfaults.seed=%d -Dfaults.count=%d -Dfaults.jobs=%d".formatted(seed, count, jobs),
                counted,
                checks,
                Duration.ofNanos(System.nanoTime() - began));
    }

    private static String notRun(FaultStack stack) {
        List<String> reasons = new ArrayList<>();
        if (!stack.disk().isSmall()) {
            reasons.add("full and locked disks: only root may mount a small one");
        }
        if (SteppedClock.library().isEmpty()) {
            reasons.add("clock steps: the package libfaketime is not installed");
        }
        return reasons.isEmpty() ? "nothing" : String.join("; ", reasons);
    }

    /** Digests of the weights by what was asked for. */
    private Map<String, String> trainUndisturbed(Workload workload, EventHistory history) {
        List<SmallJob> all = new ArrayList<>(SmallJob.SHORT);
        all.addAll(SmallJob.LONG);
        if (cnn) {
            all.addAll(SmallJob.CONVOLUTIONAL);
        }
        await("the dataset is published")
                .atMost(UNDISTURBED)
                .until(() -> history.types().containsKey("DatasetPublished"));
        all.forEach(job -> workload.submit(job, "undisturbed-" + job.seed(), false));
        await("every job is trained undisturbed")
                .atMost(UNDISTURBED)
                .until(() -> history.endedJobs().size() == all.size()
                        || !history.rejections().isEmpty());
        if (!history.rejections().isEmpty()) {
            throw new IllegalStateException("rejected before anything was disturbed: "
                    + history.rejections().getFirst());
        }
        Map<String, String> digests = new HashMap<>();
        for (String id : history.acceptedJobs()) {
            JobStory story = history.job(id).orElseThrow();
            if (!(story.end().orElseThrow() instanceof JobCompleted completed)) {
                throw new IllegalStateException("undisturbed: " + story.end());
            }
            digests.put(
                    SmallJob.identity(story.request().orElseThrow()),
                    completed.model().sha256());
        }
        return digests;
    }

    private void disturb(FaultStack stack, FaultInjector injector, Workload workload) throws InterruptedException {
        Set<FaultKind> drawn = FaultInjector.possible(stack);
        drawn.retainAll(kinds);
        Iterator<Fault> plan = new FaultPlan(seed, drawn, meanPause).faults().iterator();
        int done = 0;
        while (done < count) {
            while (workload.jobs() < (long) jobs * (done + 1) / count) {
                workload.submitNext();
            }
            Fault fault = plan.next();
            if (injector.inject(fault)) {
                done++;
                System.out.println("fault " + done + " of " + count + ": " + fault);
            }
        }
    }

    private void work(Workload workload, String round, int jobs) {
        for (int i = 0; i < jobs; i++) {
            workload.submit(SmallJob.SHORT.get(i % SmallJob.SHORT.size()), round + "-" + i, true);
        }
        if (cnn) {
            workload.submit(SmallJob.CONVOLUTIONAL.getFirst(), round + "-cnn", true);
        }
    }

    /**
     * While no file can be made, a job that was given back says so on its page and to programs, and so does one that no
     * trainer has taken; both are trained afterwards and say so no longer.
     */
    private static Check sayWhyJobsWait(FaultStack stack, Workload workload, EventHistory history) {
        String name = "jobs that wait for a disk say so, until they are trained";
        if (!stack.disk().isSmall()) {
            return Check.of(name, "not run", List.of());
        }
        FaultService results = stack.services("results-service").getFirst();
        List<String> violations = new ArrayList<>();
        Set<String> jobs = new TreeSet<>();
        stack.disk().lock();
        try {
            for (int i = 0; i < 2; i++) {
                workload.submit(SmallJob.SHORT.get(i), "waiting-" + i, true);
                await("a waiting job says why").atMost(UNDISTURBED).until(() -> {
                    List<String> open = history.openJobs();
                    return open.size() > jobs.size()
                            && open.stream().allMatch(job -> saysThatTheDiskIsLocked(results, job));
                });
                jobs.addAll(history.openJobs());
            }
        } catch (ConditionTimeoutException e) {
            violations.add(e.getMessage());
        } finally {
            stack.disk().unlock();
        }
        await("the jobs are trained")
                .atMost(UNDISTURBED)
                .until(() -> jobs.stream()
                        .allMatch(job -> body(results, "/api/jobs/" + job).contains("\"COMPLETED\"")));
        jobs.stream()
                .filter(job -> body(results, "/api/jobs/" + job).contains(LOCKED)
                        || page(results, job).contains(LOCKED))
                .forEach(job -> violations.add(job + " is trained and still says that it waits"));
        return Check.of(name, jobs.size() + " jobs", violations);
    }

    private static boolean saysThatTheDiskIsLocked(FaultService results, String job) {
        return body(results, "/api/jobs/" + job).contains(LOCKED)
                && page(results, job).contains(LOCKED);
    }

    /** A job's page as it says how the job stands: without its log, which keeps what is over. */
    private static String page(FaultService results, String job) {
        return LOG.matcher(body(results, "/jobs/" + job)).replaceFirst("");
    }

    private static String body(FaultService service, String path) {
        return service.get(path)
                .filter(answer -> answer.statusCode() == 200)
                .map(HttpResponse::body)
                .orElse("");
    }
}
