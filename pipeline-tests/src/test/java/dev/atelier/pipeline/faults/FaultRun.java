package dev.atelier.pipeline.faults;

import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.event.JobCompleted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;

/**
 * One run of the suite: trains each of the few distinct jobs undisturbed, does faults while jobs are asked for, lets the
 * stack come to rest, and checks what must hold.
 *
 * @param seed decides faults and workload
 * @param count faults to inject
 * @param jobs jobs to train afresh meanwhile
 * @param meanPause between two faults
 * @param settling how long the stack may take to finish everything once nothing disturbs it any more
 */
record FaultRun(long seed, int count, int jobs, Duration meanPause, Duration settling) {
    private static final int DISK_MEGABYTES = 1024;
    private static final Duration UNDISTURBED = Duration.ofMinutes(3);

    /** Runs it in this folder, where logs stay. */
    Report run(Path folder) throws Exception {
        long began = System.nanoTime();
        List<Check> checks = new ArrayList<>();
        Map<String, String> facts = new LinkedHashMap<>();
        Map<String, Map<?, Integer>> counted = new LinkedHashMap<>();
        facts.put("seed", String.valueOf(seed));
        FaultStack stack = FaultStack.up(folder, DISK_MEGABYTES, Map.of());
        try (stack;
                EventHistory history = new EventHistory(stack.bootstrapServers());
                Producer<byte[], byte[]> producer = Workload.producer(stack.bootstrapServers());
                Workload workload = new Workload(stack, history, seed)) {
            Map<String, String> digests = trainUndisturbed(workload, history);
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
            checks.add(settle(stack, history, workload));
            facts.put(
                    "seconds to rest",
                    String.valueOf(
                            Duration.ofNanos(System.nanoTime() - disturbed).toSeconds()));
            checks.addAll(new Audit(stack, history, workload, digests).checks());
            Rest rest = new Rest(stack, history);
            checks.add(rest.rebuild());
            checks.addAll(resources.checks());
            checks.addAll(rest.leftBehind());
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
            reasons.add("full and locked disk: only root may mount a small one");
        }
        if (SteppedClock.library().isEmpty()) {
            reasons.add("clock steps: the package libfaketime is not installed");
        }
        return reasons.isEmpty() ? "nothing" : String.join("; ", reasons);
    }

    /** Digests of the weights by what was asked for. */
    private static Map<String, String> trainUndisturbed(Workload workload, EventHistory history) {
        List<SmallJob> all =
                Stream.concat(SmallJob.SHORT.stream(), SmallJob.LONG.stream()).toList();
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
        Iterator<Fault> plan = new FaultPlan(seed, FaultInjector.possible(stack), meanPause)
                .faults()
                .iterator();
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

    /** Waits until everything is up, acknowledged, answered, ended and in the tables. */
    private Check settle(FaultStack stack, EventHistory history, Workload workload) {
        Rest rest = new Rest(stack, history);
        List<String> left = rest.await(settling, workload);
        return Check.of(
                "all is up, answered, ended and in the tables again in time", settling.toSeconds() + " s", left);
    }
}
