package dev.atelier.dataset.coordination.decision;

import static dev.atelier.dataset.coordination.ledger.Examples.NOON;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.SearchEvent;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.JobCheck;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import dev.atelier.contracts.schema.Violations;
import dev.atelier.contracts.study.Study;
import dev.atelier.contracts.study.StudyExpansion;
import dev.atelier.dataset.coordination.ledger.Examples;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Completion;
import dev.atelier.dataset.coordination.ledger.LogPlace;
import dev.atelier.dataset.coordination.log.CompletedJobs.CompletedJob;
import dev.atelier.dataset.coordination.request.Request.Sound;
import dev.atelier.dataset.coordination.request.Submission;
import dev.atelier.search.study.SearchCheck;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The dataset service's coordination with trainers that only compute an objective: what is decided goes through the events'
 * JSON into a ledger, which can be forgotten and read again, in another order of the partitions.
 */
final class SimulatedCoordination {
    private static final int PARTITIONS = 4;
    /** Of a dataset whose number of images decides the split of jobs that name none. */
    private static final JobCheck CHECK = new JobCheck() {
        @Override
        public List<Violation> check(Job job) {
            return List.of();
        }

        @Override
        public OptionalInt trainingImages(String dataset) {
            return OptionalInt.of(1800);
        }
    };

    private static final int MOST_TURNS = 100_000;

    private final Random order;
    private final Function<JsonNode, Double> quality;
    private final List<List<Event>> partitions = IntStream.range(0, PARTITIONS)
            .<List<Event>>mapToObj(number -> new ArrayList<>())
            .toList();
    private final Map<String, Optional<JobControl>> controls = new HashMap<>();
    private final Map<String, Job> requests = new HashMap<>();
    private final Map<String, Integer> epochs = new HashMap<>();
    private final Deque<JobQueued> queue = new ArrayDeque<>();
    private final List<JobQueued> running = new ArrayList<>();
    private Ledger ledger = new Ledger();
    private Instant now = NOON;
    private int submissions;

    /** @param quality the accuracy of a job after its last epoch, of its JSON form */
    SimulatedCoordination(long order, Function<JsonNode, Double> quality) {
        this.order = new Random(order);
        this.quality = quality;
    }

    /** Submits a study, written with single quotes. */
    SubmissionAccepted submit(String json) {
        JsonNode written = Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), JsonNode.class);
        Study study = Study.read(written).orElseThrow();
        Violations violations = new Violations(Deadline.none());
        Sound request = new Sound(
                true,
                study.study(),
                written,
                StudyExpansion.expand(written, CHECK, Deadline.none()).members(),
                SearchCheck.check(study, CHECK, violations));
        if (!violations.all().isEmpty()) {
            throw new IllegalArgumentException(violations.all().toString());
        }
        String id = "s" + ++submissions;
        Submission submission =
                new Submission(id, new RecordOrigin(0, submissions, ""), false, Optional.empty(), Context.root());
        Decision decision = new Decision(
                "1", name -> DecisionTest.MANIFEST, ledger, SimulatedCoordination::readCompleted, () -> CHECK);
        Answer.Accepted answer =
                (Answer.Accepted) decision.decide(submission, request, now).orElseThrow();
        commit(answer);
        return answer.event();
    }

    void control(String id, String action) {
        now = now.plusSeconds(1);
        apply(id, Optional.of(new JobControl(action, "for a test", now)));
    }

    /**
     * Lets everything happen, one thing at a time in any order, until nothing is left to do.
     *
     * @param killsEvery about how many turns are between two kills of the coordinator or of a trainer; 0 for none
     */
    void run(int trainers, int killsEvery) {
        int idle = 0;
        for (int turn = 0; idle < 3; turn++) {
            if (turn > MOST_TURNS) {
                throw new AssertionError("The search does not end");
            }
            now = now.plusSeconds(1);
            if (killsEvery > 0 && order.nextInt(killsEvery) == 0) {
                kill();
            }
            boolean isBusy = order.nextBoolean() ? coordinate() : train(trainers);
            idle = isBusy || coordinate() || train(trainers) ? 0 : idle + 1;
        }
    }

    /** The ledger forgets controls of jobs that have ended. */
    void forgetControls() {
        controls.keySet().forEach(id -> ledger.apply(id, Optional.empty()));
    }

    /** It reads them again when it starts. */
    void rememberControls() {
        controls.forEach(ledger::apply);
    }

    /** Lets things happen until a condition holds. */
    void runUntil(BooleanSupplier isReached, int trainers) {
        for (int turn = 0; !isReached.getAsBoolean(); turn++) {
            if (turn > MOST_TURNS) {
                throw new AssertionError("The condition is never reached");
            }
            runFor(1, trainers);
        }
    }

    /** Lets so many things happen. */
    void runFor(int turns, int trainers) {
        for (int turn = 0; turn < turns; turn++) {
            now = now.plusSeconds(1);
            if (order.nextBoolean()) {
                coordinate();
            } else {
                train(trainers);
            }
        }
    }

    /** One turn of the coordinator. */
    boolean coordinate() {
        SearchDecision decision = new SearchDecision(
                "1",
                name -> DecisionTest.MANIFEST,
                ledger,
                SimulatedCoordination::readCompleted,
                pending -> CHECK,
                this::recordedEpochs);
        boolean isBusy = false;
        for (var search : ledger.openSearches()) {
            Optional<Decided> decided = decision.decide(search, now);
            decided.ifPresent(this::commit);
            isBusy |= decided.isPresent();
        }
        Reconciliation due = Reconciliation.due(ledger, Map.of(), now);
        due.queued().forEach(this::queue);
        due.events().forEach(this::publish);
        due.controls().forEach(this::apply);
        return isBusy || !due.isNothing();
    }

    private static CompletedJob readCompleted(Completion completion) {
        throw new AssertionError("nothing is restored or forked here");
    }

    private boolean train(int trainers) {
        while (running.size() < trainers && !queue.isEmpty()) {
            JobQueued next = queue.removeFirst();
            if (ledger.job(next.job())
                    .filter(job -> job.round() == next.round() && job.state() == JobState.QUEUED)
                    .isPresent()) {
                running.add(next);
                publish(Examples.started(next.job(), "run" + next.round()));
            }
        }
        if (running.isEmpty()) {
            return false;
        }
        JobQueued job = running.get(order.nextInt(running.size()));
        int trained = epochs.getOrDefault(job.job(), 0);
        boolean isPaused = job.budget() != null && trained >= job.budget();
        if (isCancelled(job)) {
            running.remove(job);
        } else if (isPaused) {
            publish(new JobPaused(job.job(), job.round(), "run" + job.round(), trained, JobPaused.BUDGET, "", now));
            running.remove(job);
        } else if (trained < job.request().training().epochs()) {
            epochs.put(job.job(), trained + 1);
        } else {
            publish(Examples.completed(job.job(), "run" + job.round()));
            running.remove(job);
        }
        return true;
    }

    private boolean isCancelled(JobQueued job) {
        return ledger.job(job.job())
                .filter(known -> known.state() == JobState.RUNNING)
                .isEmpty();
    }

    /** Kills a trainer, whose job another one gets at its last epoch, or the coordinator, which reads its topics again. */
    private void kill() {
        if (order.nextBoolean() && !running.isEmpty()) {
            running.add(running.remove(order.nextInt(running.size())));
        } else {
            ledger = new Ledger();
            int[] read = new int[PARTITIONS];
            List<Integer> left = new ArrayList<>();
            IntStream.range(0, PARTITIONS)
                    .forEach(partition -> partitions.get(partition).forEach(each -> left.add(partition)));
            Collections.shuffle(left, order);
            left.forEach(partition -> read(partition, read[partition]++));
            controls.forEach(ledger::apply);
        }
    }

    private Optional<List<EpochCompleted>> recordedEpochs(LedgerJob job, int last) {
        JsonNode request = Json.tree(requests.get(job.id()));
        int count = Math.min(last, epochs.getOrDefault(job.id(), 0));
        return Optional.of(IntStream.rangeClosed(1, count)
                .mapToObj(epoch -> epoch(job.id(), epoch, quality.apply(request) - 0.5 / epoch))
                .toList());
    }

    private static EpochCompleted epoch(String job, int epoch, double accuracy) {
        EpochCompleted.Score score = new EpochCompleted.Score(1, accuracy);
        return new EpochCompleted(
                job,
                1,
                "run",
                "run",
                epoch,
                epoch,
                score,
                score,
                new TreeMap<>(
                        Map.of(Metric.of(Split.VALIDATION, Figure.ACCURACY).name(), accuracy)),
                0,
                0,
                0,
                0,
                0,
                0,
                NOON);
    }

    private void commit(Decided decided) {
        decided.queued().forEach(job -> queue.addLast(job));
        decided.events().forEach(this::publish);
        decided.controls().forEach(this::apply);
    }

    private void queue(JobQueued job) {
        queue.addLast(job);
        publish(job);
    }

    private void publish(Event event) {
        if (event instanceof JobQueued queued) {
            requests.put(queued.job(), queued.request());
        }
        Event read = EventCodec.decode(event.type(), Json.bytes(event)).orElseThrow();
        int partition = Math.floorMod(event.key().hashCode(), PARTITIONS);
        partitions.get(partition).add(read);
        read(partition, partitions.get(partition).size() - 1);
    }

    private void read(int partition, int offset) {
        ledger.apply(partitions.get(partition).get(offset), new LogPlace(partition, offset), 1);
    }

    private void apply(String id, Optional<JobControl> control) {
        controls.put(id, control);
        ledger.apply(id, control);
    }

    Ledger ledger() {
        return ledger;
    }

    /** The record of a search. */
    List<SearchEvent> record(String study) {
        return partitions.stream()
                .flatMap(List::stream)
                .flatMap(event ->
                        event instanceof SearchEvent entry && entry.study().equals(study)
                                ? Stream.of(entry)
                                : Stream.empty())
                .toList();
    }

    /** How often a job has been queued, and trained to the end. */
    List<JobEvent> events(String job) {
        return partitions.stream()
                .flatMap(List::stream)
                .flatMap(event ->
                        event instanceof JobEvent ofJob && ofJob.job().equals(job) ? Stream.of(ofJob) : Stream.empty())
                .toList();
    }
}
