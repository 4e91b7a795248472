package dev.atelier.dataset.coordination.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.contracts.lifecycle.JobLifecycle.WrittenFiles;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.contracts.study.StudyExpansion.Member;
import dev.atelier.dataset.TinyDataset;
import dev.atelier.dataset.coordination.ledger.Examples;
import dev.atelier.dataset.coordination.ledger.KnownJobs;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Queueing;
import dev.atelier.dataset.coordination.request.Request.Sound;
import dev.atelier.dataset.coordination.request.Submission;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** No job waits for, and fails with, a file that it did not name; the result of the common id is reused wherever its file was. */
class SourcesOfWeightsTest {
    private static final DatasetManifest MANIFEST = TinyDataset.manifest("fashion-mnist", 2);

    private final Map<String, LedgerJob> jobs = new HashMap<>();
    private final Map<String, JobControl> cancellations = new HashMap<>();

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "RUNNING"})
    void aJobDoesNotJoinOneThatTakesItsWeightsFromAnotherSource(JobState state) {
        JobQueued other = put(state, submit("missing.pth").queued().getFirst());

        Answer.Accepted answer = submit("there.pth");

        assertThat(dispositions(answer)).containsExactly(Disposition.QUEUED);
        assertThat(answer.queued()).singleElement().satisfies(own -> {
            assertThat(own.job()).isNotEqualTo(other.job());
            assertThat(source(own)).isEqualTo("there.pth");
            assertThat(own.round()).isEqualTo(1);
        });
        assertThat(dispositions(submit("missing.pth"))).containsExactly(Disposition.JOINED);
        put(state, answer.queued().getFirst());
        assertThat(dispositions(submit("there.pth"))).containsExactly(Disposition.JOINED);
    }

    /** The default weights are those that anybody can name by their digest. */
    @Test
    void nobodyCanMakeADefaultJobFailByNamingItsWeightsElsewhere() {
        put(
                JobState.QUEUED,
                submit("https://forbidden.example/x.pth", imagenet()).queued().getFirst());

        assertThat(dispositions(submit("imagenet", imagenet()))).containsExactly(Disposition.QUEUED);
    }

    /** The other one has failed meanwhile, or is to be cancelled: the job that is open or completed is the one to have. */
    @ParameterizedTest
    @CsvSource({"QUEUED,JOINED", "RUNNING,JOINED", "COMPLETED,REUSED", "FAILED,QUEUED", "CANCELLED,QUEUED"})
    void aJobThatHasItsOwnIdIsFoundAgain(JobState own, Disposition disposition) {
        JobQueued other = put(JobState.QUEUED, submit("missing.pth").queued().getFirst());
        put(own, submit("there.pth").queued().getFirst());
        put(JobState.FAILED, other);

        Answer.Accepted answer = submit("there.pth");

        assertThat(dispositions(answer)).containsExactly(disposition);
        assertThat(answer.queued())
                .allSatisfy(queued -> assertThat(queued.job()).isEqualTo(other.job()));
    }

    /** The same request is the same study then, whatever became of the other job meanwhile. */
    @ParameterizedTest
    @CsvSource({"QUEUED,JOINED", "RUNNING,JOINED", "COMPLETED,REUSED"})
    void aJobKeepsItsOwnIdWhenTheOtherHasCompleted(JobState own, Disposition disposition) {
        JobQueued other = put(JobState.QUEUED, submit("missing.pth").queued().getFirst());
        Answer.Accepted first = submit("there.pth");
        put(own, first.queued().getFirst());
        put(JobState.COMPLETED, other);

        Answer.Accepted again = submit("there.pth");

        assertThat(dispositions(again)).containsExactly(disposition);
        assertThat(again.event().study()).isEqualTo(first.event().study());
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILED", "CANCELLED"})
    void theResultOfTheOtherIsReusedWhereTheOwnJobHasNone(JobState own) {
        JobQueued other = put(JobState.QUEUED, submit("missing.pth").queued().getFirst());
        put(own, submit("there.pth").queued().getFirst());
        put(JobState.COMPLETED, other);

        Answer.Accepted again = submit("there.pth");

        assertThat(dispositions(again)).containsExactly(Disposition.REUSED);
        assertThat(again.event().members())
                .allSatisfy(member -> assertThat(member.job()).isEqualTo(other.job()));
    }

    /** A third source joins neither of the others, and has the common id once that is free. */
    @Test
    void everySourceHasItsOwnId() {
        JobQueued other = put(JobState.QUEUED, submit("missing.pth").queued().getFirst());
        JobQueued own = put(JobState.QUEUED, submit("there.pth").queued().getFirst());
        assertThat(submit("third.pth").queued()).singleElement().satisfies(third -> {
            assertThat(third.job()).isNotIn(other.job(), own.job());
            assertThat(source(third)).isEqualTo("third.pth");
        });
        put(JobState.COMPLETED, own);
        put(JobState.FAILED, other);

        assertThat(submit("third.pth").queued()).singleElement().satisfies(third -> {
            assertThat(third.job()).isEqualTo(other.job());
            assertThat(source(third)).isEqualTo("third.pth");
        });
    }

    @Test
    void aResultIsReusedWhereverItsWeightsWere() {
        put(JobState.COMPLETED, submit("there.pth").queued().getFirst());

        assertThat(dispositions(submit("missing.pth"))).containsExactly(Disposition.REUSED);
    }

    /** The new round has the source of the later submission, and nobody else waits for it. */
    @Test
    void aJobThatIsToBeCancelledIsQueuedAgainWithTheLatestSource() {
        JobQueued other = put(JobState.RUNNING, submit("missing.pth").queued().getFirst());
        cancellations.put(other.job(), new JobControl(JobControl.CANCEL, "superseded", Examples.NOON.plusSeconds(60)));

        assertThat(submit("there.pth").queued()).singleElement().satisfies(queued -> {
            assertThat(queued.job()).isEqualTo(other.job());
            assertThat(source(queued)).isEqualTo("there.pth");
            assertThat(queued.round()).isEqualTo(2);
        });
    }

    @Test
    void membersOfOneSubmissionDoNotJoinEachOtherEither() {
        Answer.Accepted answer = submit(false, job("a.pth", digest()), job("b.pth", digest()), job("b.pth", digest()));

        assertThat(dispositions(answer)).containsExactly(Disposition.QUEUED, Disposition.QUEUED, Disposition.JOINED);
        assertThat(answer.queued()).extracting(SourcesOfWeightsTest::source).containsExactly("a.pth", "b.pth");
    }

    @Test
    void freshJobsDoNotJoinEachOtherEither() {
        Answer.Accepted answer = submit(true, job("a.pth", digest()), job("b.pth", digest()));

        assertThat(answer.queued()).extracting(SourcesOfWeightsTest::source).containsExactly("a.pth", "b.pth");
    }

    private Answer.Accepted submit(String source) {
        return submit(source, digest());
    }

    private Answer.Accepted submit(String source, String digest) {
        return submit(false, job(source, digest));
    }

    private Answer.Accepted submit(boolean fresh, Job... members) {
        KnownJobs known = new KnownJobs() {
            @Override
            public Optional<LedgerJob> job(String id) {
                return Optional.ofNullable(jobs.get(id));
            }

            @Override
            public Optional<JobControl> cancellation(LedgerJob job) {
                return Optional.ofNullable(cancellations.get(job.id()));
            }
        };
        Decision decision = new Decision(
                "1",
                name -> MANIFEST,
                known,
                completion -> {
                    throw new AssertionError("nothing is restored here");
                },
                () -> job -> List.of());
        List<Member> all = List.of(members).stream()
                .map(job -> new Member("study", "a", job))
                .toList();
        return (Answer.Accepted) decision.decide(
                        new Submission("s1", new RecordOrigin(0, 7, "key"), fresh, Optional.empty(), Context.root()),
                        new Sound(true, "study", Json.MAPPER.createObjectNode(), all, Optional.empty()),
                        Examples.NOON)
                .orElseThrow();
    }

    /** The ledger has the event as it was read from its record. */
    private JobQueued put(JobState state, JobQueued event) {
        JobQueued queued = Json.read(Json.bytes(event), JobQueued.class);
        JobLifecycle lifecycle = new JobLifecycle(
                state,
                queued.round(),
                JobLifecycle.NO_RUN,
                Set.of(),
                false,
                state == JobState.COMPLETED ? Optional.of(new WrittenFiles(false, Examples.NOON)) : Optional.empty(),
                Optional.empty());
        jobs.put(
                queued.job(),
                new LedgerJob(
                        queued.job(),
                        lifecycle,
                        Optional.of(new Queueing(queued, Examples.START, "")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        0));
        return queued;
    }

    private static List<Disposition> dispositions(Answer.Accepted answer) {
        return answer.event().members().stream()
                .map(member -> member.disposition())
                .toList();
    }

    private static String source(JobQueued queued) {
        return queued.request().model().fields().at("/weights/source").asText();
    }

    private static Job job(String source, String digest) {
        ObjectNode job = Json.MAPPER.createObjectNode().put("family", "transfer");
        job.putObject("model").putObject("weights").put("source", source).put("sha256", digest);
        return JobSchema.resolve(job).orElseThrow();
    }

    private static String digest() {
        return "ab".repeat(32);
    }

    private static String imagenet() {
        return JobSchema.resolve(Json.MAPPER.createObjectNode().put("family", "transfer"))
                .orElseThrow()
                .model()
                .fields()
                .at("/weights/sha256")
                .asText();
    }
}
