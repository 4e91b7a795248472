package dev.atelier.dataset.coordination.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.control.StandingControls;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.job.JobId;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.contracts.lifecycle.JobLifecycle.WrittenFiles;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.contracts.study.Study;
import dev.atelier.contracts.study.StudyExpansion.Member;
import dev.atelier.dataset.TinyDataset;
import dev.atelier.dataset.coordination.ledger.Examples;
import dev.atelier.dataset.coordination.ledger.KnownJobs;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Completion;
import dev.atelier.dataset.coordination.request.Request.Sound;
import dev.atelier.dataset.coordination.request.Submission;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionTest {
    private static final String VERSION = "1";
    static final DatasetManifest MANIFEST = TinyDataset.manifest("fashion-mnist", 2);
    private static final String ID = JobId.of(Examples.mlp(), "abcdef", VERSION, Optional.empty());

    @ParameterizedTest
    @CsvSource({"QUEUED,JOINED,0", "RUNNING,JOINED,0", "COMPLETED,REUSED,0", "FAILED,QUEUED,4", "CANCELLED,QUEUED,4"})
    void whatBecomesOfAJobFollowsFromItsState(JobState state, Disposition disposition, int round) {
        LedgerJob known = job(state, 3, Optional.empty());

        Answer.Accepted answer = decide(submission(false), Optional.of(known), member("a", 42));

        assertThat(answer.event().members())
                .extracting(SubmissionAccepted.Member::disposition)
                .containsExactly(disposition);
        assertThat(answer.queued()).extracting(JobQueued::round).isEqualTo(round == 0 ? List.of() : List.of(round));
    }

    @Test
    void theResultOfAJobIsUsedAgainAlthoughItsFilesAreDeletedOrBeingRestored() {
        Completion completion = new Completion(0, 1, 0, 2);
        for (JobState state : List.of(JobState.COMPLETED, JobState.QUEUED, JobState.RUNNING)) {
            LedgerJob known = job(state, 3, Optional.of(completion));

            Answer.Accepted answer = decide(submission(false), Optional.of(known), member("a", 42));

            assertThat(answer.queued()).isEmpty();
            assertThat(answer.event().members())
                    .extracting(SubmissionAccepted.Member::disposition)
                    .containsExactly(Disposition.REUSED);
        }
    }

    @Test
    void aNewJobIsQueuedForTheFirstTime() {
        Answer.Accepted answer = decide(submission(false), Optional.empty(), member("a", 42));

        assertThat(answer.queued()).singleElement().satisfies(queued -> {
            assertThat(queued.job()).isEqualTo(ID);
            assertThat(queued.round()).isEqualTo(1);
            assertThat(queued.submission()).isEqualTo("s1");
            assertThat(queued.datasetKey()).isEqualTo("fashion-mnist@abc");
            assertThat(queued.time()).isEqualTo(Examples.NOON);
        });
    }

    @Test
    void theSameJobTwiceInOneSubmissionIsQueuedOnce() {
        Answer.Accepted answer =
                decide(submission(false), Optional.empty(), member("a", 1), member("b", 2), member("c", 1));

        assertThat(answer.queued()).hasSize(2);
        assertThat(answer.event().members())
                .extracting(SubmissionAccepted.Member::disposition)
                .containsExactly(Disposition.QUEUED, Disposition.QUEUED, Disposition.JOINED);
    }

    @Test
    void freshJobsAreOthersButTheSameHoweverOftenTheSubmissionIsRead() {
        Answer.Accepted first = decide(submission(true), Optional.empty(), member("a", 42));
        Answer.Accepted again = decide(submission(true), Optional.empty(), member("a", 42));

        assertThat(first.queued().getFirst().job()).isNotEqualTo(ID);
        assertThat(again).isEqualTo(first);
    }

    @Test
    void aJobThatIsToBeCancelledIsQueuedInANewRoundWhichTheRequestDoesNotReach() {
        JobControl request = new JobControl(JobControl.CANCEL, "superseded", Examples.NOON.plusSeconds(60));
        for (JobState state : List.of(JobState.QUEUED, JobState.RUNNING)) {
            LedgerJob known = job(state, 3, Optional.empty());

            Answer.Accepted answer =
                    decide(submission(false), jobs(Optional.of(known), Map.of(ID, request)), member("a", 42));

            assertThat(answer.event().members())
                    .extracting(SubmissionAccepted.Member::disposition, SubmissionAccepted.Member::round)
                    .containsExactly(tuple(Disposition.QUEUED, 4));
            assertThat(answer.queued()).extracting(JobQueued::round).containsExactly(4);
            assertThat(answer.cancelled()).containsExactly(new JobCancelled(ID, 3, null, "superseded", Examples.NOON));
            assertThat(answer.controls()).isEqualTo(Map.of(ID, Optional.of(request.ofRound(3))));
            assertThat(answer.controls().get(ID).orElseThrow().concerns(4, Examples.NOON))
                    .isFalse();
        }
    }

    @Test
    void aJobThatHasHadItsLastRoundIsRejected() {
        LedgerJob known = job(JobState.CANCELLED, JobLifecycle.MOST_ROUNDS, Optional.empty());

        Answer answer = answer(submission(false), jobs(Optional.of(known), Map.of()), member("a", 42));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Rejected.class,
                        rejected -> assertThat(
                                        rejected.event().violations().getFirst().sentence())
                                .contains("another job: this one has been queued 1000000000 times already"));
    }

    @Test
    void aStudyThatIsRequestedAgainIsNoLongerToBeCancelled() {
        String study = Study.id("study", List.of(ID));
        JobControl request = new JobControl(JobControl.CANCEL, "superseded", Examples.NOON.minusSeconds(60));

        Answer.Accepted answer = decide(
                submission(false),
                jobs(Optional.of(job(JobState.CANCELLED, 1, Optional.empty())), Map.of(study, request)),
                member("a", 42));

        assertThat(answer.controls()).isEqualTo(Map.of(study, Optional.empty()));
        assertThat(answer.cancelled()).isEmpty();
    }

    private static LedgerJob job(JobState state, int round, Optional<Completion> completion) {
        JobLifecycle lifecycle = new JobLifecycle(
                state,
                round,
                JobLifecycle.NO_RUN,
                Set.of(),
                false,
                state == JobState.COMPLETED || completion.isPresent()
                        ? Optional.of(new WrittenFiles(completion.isPresent(), Examples.NOON))
                        : Optional.empty(),
                Optional.empty());
        return new LedgerJob(ID, lifecycle, Optional.empty(), completion, Optional.empty(), Optional.empty(), 0);
    }

    /** What is known of one job, where controls of the job itself cancel it. */
    private static KnownJobs jobs(Optional<LedgerJob> known, Map<String, JobControl> controls) {
        return new KnownJobs() {
            @Override
            public Optional<LedgerJob> job(String id) {
                return known;
            }

            @Override
            public Optional<JobControl> cancellation(LedgerJob job) {
                return controls(job.id()).cancellation();
            }

            @Override
            public StandingControls controls(String id) {
                return Optional.ofNullable(controls.get(id))
                        .map(StandingControls.NONE::after)
                        .orElse(StandingControls.NONE);
            }
        };
    }

    private static Answer.Accepted decide(Submission submission, Optional<LedgerJob> known, Member... members) {
        return decide(submission, jobs(known, Map.of()), members);
    }

    private static Answer.Accepted decide(Submission submission, KnownJobs known, Member... members) {
        return (Answer.Accepted) answer(submission, known, members);
    }

    private static Answer answer(Submission submission, KnownJobs known, Member... members) {
        Decision decision = new Decision(
                VERSION,
                name -> MANIFEST,
                known,
                completion -> {
                    throw new AssertionError("nothing is restored here");
                },
                () -> job -> List.of());
        Sound request = new Sound(true, "study", Json.MAPPER.createObjectNode(), List.of(members), Optional.empty());
        return decision.decide(submission, request, Examples.NOON).orElseThrow();
    }

    private static Submission submission(boolean fresh) {
        return new Submission("s1", new RecordOrigin(0, 7, "key"), fresh, Optional.empty(), Context.root());
    }

    private static Member member(String variant, long seed) {
        ObjectNode job = Json.MAPPER.createObjectNode().put("family", "mlp").put("seed", seed);
        return new Member("study", variant, JobSchema.resolve(job).orElseThrow());
    }
}
