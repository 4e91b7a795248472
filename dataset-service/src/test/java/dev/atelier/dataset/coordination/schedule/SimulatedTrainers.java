package dev.atelier.dataset.coordination.schedule;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.event.JobTaken;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.dataset.coordination.decision.Reconciliation;
import dev.atelier.dataset.coordination.ledger.Examples;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Queueing;
import dev.atelier.dataset.coordination.ledger.LogPlace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The real schedule and ledger with simulated trainers, in simulated time. */
final class SimulatedTrainers {
    private static final Family FAMILY = new Family("mlp");
    private static final Duration TURN = Duration.ofMillis(100);
    /** After this time something may be due although nothing has happened. */
    private static final Duration LOOK = Duration.ofMillis(500);

    final Ledger ledger = new Ledger();
    /** When jobs were completed, in their order. */
    final Map<String, Instant> completed = new LinkedHashMap<>();
    /** When jobs started first. */
    final Map<String, Instant> started = new LinkedHashMap<>();
    /** Jobs whose trainers were taken, in the order of that. */
    final List<String> preempted = new ArrayList<>();

    private final Deque<JobQueued> queue = new ArrayDeque<>();
    private final Map<String, Duration> epochTimes = new HashMap<>();
    private final Map<String, Integer> trained = new HashMap<>();
    private final List<Training> running = new ArrayList<>();
    private final int trainers;
    private final Duration step;
    private final Set<String> starts = new HashSet<>();
    private Duration preparation = Duration.ZERO;
    private boolean isCoordinated = true;
    private long seen;
    private Instant looked = Instant.EPOCH;
    private int queueOffset;
    private int runs;
    private Instant now = Examples.NOON;

    /** @param started when the dataset is loaded */
    private record Training(JobQueued job, String run, Instant started, Instant epochEnds) {}

    SimulatedTrainers(int trainers) {
        this(trainers, TURN);
    }

    /** @param step time from one turn to the next */
    SimulatedTrainers(int trainers, Duration step) {
        this.trainers = trainers;
        this.step = step;
    }

    Instant now() {
        return now;
    }

    /** Lets nobody dispatch jobs from now on, or somebody again. */
    void setCoordinated(boolean isThere) {
        isCoordinated = isThere;
    }

    /** Lets trainers load the dataset for so long before they start a job. */
    void setPreparation(Duration time) {
        preparation = time;
    }

    /** How many jobs lie in the queue. */
    int queued() {
        return queue.size();
    }

    void submit(String id, @Nullable String owner, Priority priority, int epochs, Duration epochTime) {
        Job job = Examples.mlp().withPriority(priority);
        epochTimes.put(id, epochTime);
        trained.put(id, -epochs);
        publish(new JobQueued(
                id, "s", 1, "fashion-mnist@1", "digest", job, null, null, List.of(), null, owner, null, null, now));
    }

    /** Requests a job once more, as more urgent. */
    void raise(String id, Priority priority) {
        int round = ledger.job(id).orElseThrow().round();
        Member member = new Member("", id, 1, new Family("mlp"), id, Disposition.JOINED, round, id, Map.of(), priority);
        publish(new SubmissionAccepted(
                "raise-" + id,
                new RecordOrigin(0, 0, ""),
                null,
                id,
                Json.MAPPER.createObjectNode(),
                List.of(member),
                now));
    }

    void runUntil(BooleanSupplier isReached) {
        Instant limit = now.plus(Duration.ofDays(3));
        while (!isReached.getAsBoolean()) {
            if (now.isAfter(limit)) {
                throw new AssertionError("The condition is never reached; open jobs: " + ledger.openJobs());
            }
            turn();
        }
    }

    void runFor(Duration time) {
        Instant end = now.plus(time);
        runUntil(() -> !now.isBefore(end));
    }

    private void turn() {
        now = now.plus(step);
        if (isCoordinated && (ledger.version() != seen || !now.isBefore(looked.plus(LOOK)))) {
            seen = ledger.version();
            looked = now;
            coordinate();
        }
        List.copyOf(running).forEach(this::train);
        while (running.size() < trainers && !queue.isEmpty()) {
            start(queue.removeFirst());
        }
    }

    private void coordinate() {
        Reconciliation upkeep = Reconciliation.due(ledger, Map.of(), now);
        upkeep.queued().forEach(this::publish);
        upkeep.events().forEach(this::publish);
        upkeep.controls().forEach(ledger::apply);
        JobSchedule due = JobSchedule.due(ledger, now);
        due.dispatched().stream().map(Queueing::event).forEach(job -> {
            queue.addLast(job);
            ledger.applyQueueRecord(job.job(), job.round(), queueOffset++, now);
        });
        due.events().forEach(this::publish);
        due.controls().forEach(ledger::apply);
    }

    private void start(JobQueued job) {
        if (endsRound(job).isPresent()
                || ledger.job(job.job()).orElseThrow().round() != job.round()
                || ledger.job(job.job()).orElseThrow().state() != JobState.QUEUED) {
            return;
        }
        String run = "run-" + runs++;
        Instant start = now.plus(preparation);
        running.add(new Training(job, run, start, start.plus(epochTimes.get(job.job()))));
        publish(new JobTaken(job.job(), job.round(), run, "trainer", now));
    }

    private void train(Training training) {
        String job = training.job().job();
        Optional<JobControl> end = endsRound(training.job());
        boolean isStarted = !now.isBefore(training.started());
        if (end.isPresent()) {
            running.remove(training);
            preempted.add(job);
            publish(new JobPaused(
                    job,
                    training.job().round(),
                    isStarted ? training.run() : null,
                    0,
                    JobPaused.PREEMPTED,
                    end.get().reason(),
                    now));
        } else if (isStarted && !starts.contains(training.run())) {
            starts.add(training.run());
            started.putIfAbsent(job, now);
            publish(new JobStarted(
                    job,
                    training.job().round(),
                    training.run(),
                    null,
                    training.job().request(),
                    null,
                    now));
        } else if (!now.isBefore(training.epochEnds())) {
            running.remove(training);
            ledger.applyEpoch(job, training.run(), now);
            if (trained.merge(job, 1, Integer::sum) == 0) {
                completed.put(job, now);
                publish(completion(training));
            } else {
                running.add(new Training(
                        training.job(), training.run(), training.started(), now.plus(epochTimes.get(job))));
            }
        }
    }

    private JobCompleted completion(Training training) {
        JobCompleted example = Examples.completed(training.job().job(), training.run());
        return new JobCompleted(
                example.job(),
                training.job().round(),
                example.run(),
                example.epochs(),
                example.epochs(),
                1,
                example.test(),
                example.model(),
                example.artifacts(),
                1,
                now);
    }

    private Optional<JobControl> endsRound(JobQueued job) {
        return ledger.roundControl(job.job()).filter(control -> control.round() >= job.round());
    }

    private void publish(Event event) {
        ledger.apply(event, new LogPlace(0, 0), 1);
    }
}
