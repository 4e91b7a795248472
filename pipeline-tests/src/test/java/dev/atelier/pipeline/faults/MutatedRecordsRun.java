package dev.atelier.pipeline.faults;

import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.topic.Topic;
import dev.atelier.contracts.topic.Topics;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Writes mutated records into every topic, in batches that wait for the readers, and checks that these have answered each or set
 * it aside, are as they were before, still do their work, and do it when they begin anew behind all those records.
 *
 * @param seed decides every record
 * @param count records to write
 * @param catchingUp how long the readers may take for one batch, and for whatever is left at the end
 */
record MutatedRecordsRun(long seed, int count, Duration catchingUp) {
    private static final int BATCH = 10_000;
    private static final int DISK_MEGABYTES = 1024;
    private static final Duration UNDISTURBED = Duration.ofMinutes(3);
    /** How much longer than before a good job may take: the machine has other things to do. */
    private static final int SLOWER = 5;

    /** The dataset services report some hundred records a second. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private static final Duration ALLOWANCE = Duration.ofSeconds(20);

    /** Share of each topic in percent; a submission takes a transaction and a job a round trip, so there are few of these. */
    private static final Map<Topic, Integer> SHARES = Map.of(
            Topics.SUBMISSIONS,
            2,
            Topics.jobs(new Family("mlp")),
            1,
            Topics.jobs(new Family("cnn")),
            1,
            Topics.jobs(new Family("transfer")),
            1,
            Topics.CONTROLS,
            30,
            Topics.EVENTS,
            35,
            Topics.LOGS,
            5,
            Topics.LEDGER,
            5,
            Topics.DATASETS,
            15,
            Topics.DATASET_BATCHES,
            5);

    /** Runs it in this folder, where logs stay. */
    Report run(Path folder) throws Exception {
        long began = System.nanoTime();
        List<Check> checks = new ArrayList<>();
        Map<String, String> facts = new LinkedHashMap<>();
        Map<String, Map<?, Integer>> counted = new LinkedHashMap<>();
        facts.put("seed", String.valueOf(seed));
        FaultStack stack = FaultStack.up(folder, new FaultStack.Parts(DISK_MEGABYTES, false, false));
        try (stack;
                EventHistory history = new EventHistory(stack.bootstrapServers());
                Producer<byte[], byte[]> producer = Workload.producer(stack.bootstrapServers());
                Workload workload = new Workload(stack, history, seed)) {
            await("the dataset is published")
                    .atMost(UNDISTURBED)
                    .until(() -> history.types().containsKey("DatasetPublished"));
            Duration usual = complete(workload, history, "before");
            Resources resources = new Resources(stack);
            MalformedRecords records =
                    new MalformedRecords(producer, ValidRecords.first(stack.bootstrapServers(), 40), history::openJobs);
            checks.add(write(records, producer, new FaultProgress(stack, history)));
            WrittenRecords written = records.written();
            counted.put("records", written.topics());
            counted.put("records by what must become of them", written.verdicts());
            checks.add(answers(stack, history));
            checks.add(written.setAside(history, new Tables(stack.jdbcUrl()), SILENCE));
            checks.add(written.linesSetAside(new Tables(stack.jdbcUrl()), SILENCE));
            checks.add(Check.of("every service is healthy", "8 processes", stack.notReady()));
            checks.addAll(resources.checks());
            checks.add(stillWorks(workload, history, usual));
            checks.add(beginsAnew(stack, workload, history));
            checks.add(logsAreWhole(history, new Tables(stack.jdbcUrl())));
            checks.add(ServiceLogs.arePrintable(stack));
            facts.put("a good job takes", usual.toMillis() + " ms undisturbed");
            counted.put("events", history.types());
        }
        return new Report(
                "Mutated records: " + count,
                facts,
                "-Dfaults.seed=%d -Dfaults.records=%d".formatted(seed, count),
                counted,
                checks,
                Duration.ofNanos(System.nanoTime() - began));
    }

    private Check write(MalformedRecords records, Producer<byte[], byte[]> producer, FaultProgress progress)
            throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int sent = 0; sent < count; ) {
            for (int i = 0; i < BATCH && sent < count; i++, sent++) {
                records.send(draw(random), random);
            }
            producer.flush();
            System.out.println("mutated records: " + sent + " of " + count);
            try {
                await("readers catch up")
                        .atMost(catchingUp)
                        .pollInterval(Duration.ofMillis(500))
                        .until(progress::behind, List::isEmpty);
            } catch (ConditionTimeoutException e) {
                return Check.of("every record is dealt with", sent + " records", progress.behind());
            }
        }
        return Check.of(
                "every record is dealt with",
                count + " records, " + records.written().refused() + " refused by the broker",
                List.of());
    }

    private static Topic draw(SplittableRandom random) {
        int point = random.nextInt(100);
        for (Topic topic : Topics.all()) {
            point -= SHARES.getOrDefault(topic, 0);
            if (point < 0) {
                return topic;
            }
        }
        throw new AssertionError("shares come to less than 100");
    }

    private static Check answers(FaultStack stack, EventHistory history) {
        List<String> violations = new ArrayList<>();
        int submissions = 0;
        for (var submission : ValidRecords.read(stack.bootstrapServers(), Topics.SUBMISSIONS, Integer.MAX_VALUE)) {
            submissions++;
            List<Event> answers =
                    history.answersTo(new EventHistory.Place(submission.partition(), submission.offset()));
            if (answers.size() != 1) {
                violations.add("offset " + submission.offset() + " has " + answers.size() + " answers");
            }
        }
        return Check.of("every submission has one answer", submissions + " submissions", violations);
    }

    private static Check stillWorks(Workload workload, EventHistory history, Duration usual) {
        List<String> violations = new ArrayList<>();
        Duration limit = usual.multipliedBy(SLOWER).plus(ALLOWANCE);
        String counted = "a job and a cancellation";
        try {
            Duration now = complete(workload, history, "after");
            counted = "a job took " + now.toMillis() + " ms, before " + usual.toMillis() + " ms";
            if (now.compareTo(limit) > 0) {
                violations.add(counted);
            }
            cancelOne(workload, history);
        } catch (ConditionTimeoutException e) {
            violations.add(e.getMessage());
        }
        return Check.of("a good job is trained in its usual time, and another is cancelled", counted, violations);
    }

    /**
     * Kills whoever follows a topic by itself: dataset services and trainers, which are ready again when they have read
     * events, controls, queues and manifests to their ends. A job that is trained then has its images by the manifest and
     * the batches that lie before the mutated ones, and it begins only when the controls have been read to their end.
     */
    private Check beginsAnew(FaultStack stack, Workload workload, EventHistory history) {
        List<KeptProcess> killed = Stream.of("dataset-service", "mlp-trainer")
                .flatMap(name -> stack.services(name).stream())
                .map(FaultService::process)
                .toList();
        List<String> violations = new ArrayList<>();
        try {
            List<Integer> starts = killed.stream().map(KeptProcess::starts).toList();
            killed.forEach(KeptProcess::kill);
            await("they are started again")
                    .atMost(UNDISTURBED)
                    .until(() -> IntStream.range(0, killed.size())
                            .allMatch(i -> killed.get(i).starts() > starts.get(i)));
            stack.awaitReady(catchingUp);
            complete(workload, history, "by new processes");
        } catch (ConditionTimeoutException e) {
            violations.add(e.getMessage());
            stack.notReady().forEach(name -> violations.add(name + " is not ready"));
        }
        return Check.of("whoever begins anew reads every topic to its end", killed.size() + " processes", violations);
    }

    /** Every job that completed has its log, however many mutated lines are between those of it. */
    private static Check logsAreWhole(EventHistory history, Tables tables) throws SQLException {
        long jobs = completed(history);
        List<String> violations = new ArrayList<>();
        try {
            await().atMost(UNDISTURBED).until(() -> tables.completedLogs() >= jobs);
        } catch (ConditionTimeoutException e) {
            violations.add(tables.completedLogs() + " of " + jobs + " jobs have a log to its end");
        }
        return Check.of("the log of every job is stored to its end", jobs + " jobs", violations);
    }

    /** Has one job trained and says how long that took. */
    private static Duration complete(Workload workload, EventHistory history, String name) {
        long began = System.nanoTime();
        long before = completed(history);
        workload.submit(SmallJob.SHORT.getLast(), name, true);
        await("the job " + name + " completes").atMost(UNDISTURBED).until(() -> completed(history) > before);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static long completed(EventHistory history) {
        return history.endedJobs().stream()
                .filter(story -> story.end().orElse(null) instanceof JobCompleted)
                .count();
    }

    private static void cancelOne(Workload workload, EventHistory history) {
        workload.submit(SmallJob.ENDLESS, "to be cancelled", true);
        await("the long job begins")
                .atMost(UNDISTURBED)
                .until(() -> history.openJobs().stream()
                        .anyMatch(job -> history.job(job)
                                .filter(story -> story.starts() > 0)
                                .isPresent()));
        String job = history.openJobs().getFirst();
        workload.cancel(job);
        await("the long job is cancelled")
                .atMost(UNDISTURBED)
                .until(() -> history.job(job).flatMap(JobStory::end).orElse(null) instanceof JobCancelled);
    }
}
