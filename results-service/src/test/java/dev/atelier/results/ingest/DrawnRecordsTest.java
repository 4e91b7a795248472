package dev.atelier.results.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.Sha256;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.event.ArtifactsPinned;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.EpochCompleted.Score;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEdited;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobReleased;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.event.LabelEdit;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.event.TrainerSuspended;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.message.Excerpt;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.contracts.schema.StudySchema;
import dev.atelier.contracts.study.Study;
import dev.atelier.contracts.study.StudyExpansion;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.results.SampleEvents;
import dev.atelier.results.ingest.log.LogSettings;
import dev.atelier.results.store.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the schemas let through the projection stores, and gives back as it was. */
class DrawnRecordsTest {
    private static final int JOBS = 400;
    private static final int STUDIES = 200;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Random random = new Random(Long.getLong("atelier.test.seed", 20_260_302));
    private final DrawnDocuments jobs = new DrawnDocuments(JobSchema.document(), random);
    private final DrawnDocuments studies =
            new DrawnDocuments(StudySchema.document(), random, "include", "grid", "patch");
    private final List<Event> events = new ArrayList<>();
    private final SortedMap<String, Job> accepted = new TreeMap<>();
    private int acceptedStudies;
    private int submissions;

    @Test
    void whateverTheSchemasLetThroughIsStored() throws Exception {
        for (int i = 0; i < JOBS; i++) {
            submitJob(drawnJob());
        }
        for (int i = 0; i < STUDIES; i++) {
            submitStudy(study(1));
        }
        assertThat(accepted).hasSizeGreaterThan(JOBS / 2);
        assertThat(acceptedStudies).isGreaterThan(STUDIES / 3);

        TestDatabase database = new TestDatabase(Infrastructure.newDatabase());
        project(database);

        assertThat(database.column(
                        "SELECT kind || ': ' || reason || ' ' || excerpt FROM dead_letters WHERE topic <> 'drawn'"))
                .isEmpty();
        assertThat(database.column("SELECT request FROM jobs ORDER BY id COLLATE \"C\""))
                .extracting(json -> Json.read(json.getBytes(UTF_8), Job.class))
                .containsExactlyElementsOf(accepted.values());
        assertThat(database.column("SELECT count(*) FROM studies")).containsExactly(String.valueOf(acceptedStudies));
        assertThat(database.column("SELECT count(*) FROM submissions")).containsExactly(String.valueOf(submissions));
        assertThat(database.column("SELECT count(DISTINCT job) FROM epochs"))
                .containsExactly(String.valueOf(accepted.size()));
    }

    /** A drawn job whose weights have the digest that they need. */
    private JsonNode drawnJob() {
        JsonNode job = JobSchema.current(jobs.draw());
        if (job.at("/model/weights") instanceof ObjectNode weights) {
            if (weights.path("source").asText("imagenet").equals("imagenet")) {
                weights.remove("sha256");
            } else if (!weights.path("source").asText().equals("scratch")) {
                weights.put("sha256", Sha256.of(weights.path("source").asText()));
            }
        }
        return job;
    }

    private void project(TestDatabase database) throws InterruptedException {
        String topic = Infrastructure.newTopic("events", 4);
        try (EventWriter log = new EventWriter(Infrastructure.bootstrapServers(), topic)) {
            log.publish(events.toArray(Event[]::new));
        }
        ProjectionLoop loop = new ProjectionLoop(
                database.source(),
                new LogSettings(Broker.at(Infrastructure.bootstrapServers()), topic, 500, Duration.ofSeconds(30)),
                database::migrate,
                ProjectionLoopTest.NOBODY,
                System::nanoTime,
                new SimpleMeterRegistry());
        loop.start();
        try {
            await().atMost(LIMIT)
                    .until(() -> loop.status().ready() && loop.status().lagRecords() == 0);
        } finally {
            loop.stop();
        }
    }

    private void submitJob(JsonNode written) {
        switch (JobSchema.resolve(written)) {
            case Checked.Valid<Job>(Job job) -> {
                String id = "job-%04d".formatted(accepted.size());
                String submission = submission();
                accepted.put(id, job);
                events.add(new SubmissionAccepted(
                        submission,
                        origin(),
                        null,
                        job.name(),
                        written,
                        List.of(new Member(
                                "",
                                job.name(),
                                job.seed(),
                                job.family(),
                                id,
                                any(Disposition.values()),
                                1,
                                job.name(),
                                job.tags(),
                                job.priority())),
                        time()));
                live(id, submission, job);
            }
            case Checked.Invalid<Job>(List<Violation> violations) -> reject(written, violations);
        }
    }

    private void submitStudy(JsonNode written) {
        StudyExpansion.Expansion expansion = StudyExpansion.expand(written, job -> List.of(), Deadline.none());
        if (!expansion.violations().isEmpty()) {
            reject(written, expansion.violations());
            return;
        }
        List<Member> members = new ArrayList<>();
        for (StudyExpansion.Member member : expansion.members()) {
            members.add(new Member(
                    member.experiment(),
                    member.variant(),
                    member.job().seed(),
                    member.job().family(),
                    "member-" + submissions + "-" + members.size(),
                    any(Disposition.values()),
                    1,
                    null,
                    Map.of()));
        }
        String id = Study.id(expansion.name(), members.stream().map(Member::job).toList());
        events.add(new SubmissionAccepted(submission(), origin(), id, expansion.name(), written, members, time()));
        acceptedStudies++;
    }

    private void reject(JsonNode written, List<Violation> violations) {
        String excerpt = Excerpt.of(written.toString(), 1000);
        events.add(new SubmissionRejected(submission(), origin(), "schema", violations, excerpt, time()));
    }

    /** A study whose parts are drawn, and fit each other. */
    private ObjectNode study(int levels) {
        ObjectNode study = (ObjectNode) studies.draw();
        study.remove(List.of("baseline", "published", "search"));
        study.set("base", ((ObjectNode) drawnJob()).without("fork"));
        int number = 0;
        for (JsonNode variant : study.path("variants")) {
            ObjectNode own = ((ObjectNode) variant).put("name", "v" + number++);
            own.putObject("patch").putObject("training").put("batchSize", number);
        }
        if (number > 0 && random.nextBoolean()) {
            study.put("baseline", "v0");
        }
        if (random.nextBoolean()) {
            ArrayNode rates = study.putObject("grid").putArray("training.epochs");
            rates.add(1).add(100_000);
        }
        if (levels > 0 && random.nextInt(4) == 0) {
            study.putArray("include").add(study(levels - 1).put("study", "included"));
        }
        return study;
    }

    /** Adds events of every type that a job can have, with numbers, texts and times at their limits. */
    private void live(String id, String submission, Job job) {
        String run = "run-of-" + id;
        events.add(new JobQueued(
                id,
                submission,
                1,
                job.data().dataset() + "@dddddddddddd",
                "d".repeat(64),
                job,
                null,
                null,
                List.of(),
                null,
                random.nextBoolean() ? text() : null,
                null,
                null,
                time()));
        events.add(new JobStarted(
                id, 0, run, null, job, SampleEvents.started(id, run).environment(), time()));
        events.add(new EpochCompleted(
                id,
                0,
                run,
                run,
                1,
                job.training().epochs(),
                new Score(number(), number()),
                new Score(number(), number()),
                Collections.emptySortedMap(),
                number(),
                number(),
                number(),
                number(),
                number(),
                Long.MAX_VALUE,
                time()));
        events.add(new ArtifactsPinned(id, random.nextBoolean(), text(), time()));
        events.add(new JobEdited(
                id,
                new LabelEdit(text(), text(), Map.of(text(), text()), random.nextBoolean()),
                text(),
                new RecordOrigin(0, 1, text()),
                time()));
        switch (random.nextInt(4)) {
            case 0 -> events.add(new JobFailed(id, 0, run, text(), text(), time()));
            case 1 -> events.add(new JobCancelled(id, 0, random.nextBoolean() ? run : null, text(), time()));
            case 2 -> events.add(new JobReleased(id, 0, run, text(), text(), text(), time()));
            default -> {
                JobCompleted completed = SampleEvents.completed(id, run, number());
                events.add(new JobCompleted(
                        id,
                        0,
                        run,
                        Integer.MAX_VALUE,
                        1,
                        1,
                        completed.test(),
                        new JobCompleted.Model(text(), "e".repeat(64), Long.MAX_VALUE),
                        List.of(new JobCompleted.Artifact(text(), text(), "e".repeat(64), Long.MAX_VALUE)),
                        number(),
                        time()));
                events.add(new ArtifactsDeleted(id, 0, text(), Long.MAX_VALUE, time(), time()));
            }
        }
        events.add(new TrainerSuspended(text(), job.family().name(), text(), text(), time(), time()));
        events.add(new RecordSetAside("drawn", 0, accepted.size(), text(), text(), text(), time()));
    }

    private String submission() {
        return "submission-" + submissions++;
    }

    private RecordOrigin origin() {
        return new RecordOrigin(random.nextInt(), random.nextLong(), text());
    }

    private String text() {
        return jobs.text(random.nextInt(4) == 0 ? 300 : random.nextInt(20));
    }

    private double number() {
        return any(
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.MAX_VALUE,
                -Double.MAX_VALUE,
                Double.MIN_VALUE,
                Double.MIN_NORMAL,
                -0.0,
                0.1,
                random.nextDouble());
    }

    private Instant time() {
        return any(
                Instant.EPOCH,
                Instant.parse("0001-01-01T00:00:00Z"),
                Instant.parse("9999-12-31T23:59:59.999999999Z"),
                SampleEvents.time(random.nextInt(1000)));
    }

    @SafeVarargs
    private <T> T any(T... choice) {
        return choice[random.nextInt(choice.length)];
    }
}
