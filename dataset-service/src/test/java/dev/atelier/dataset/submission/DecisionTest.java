package dev.atelier.dataset.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetManifest.SplitManifest;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.job.JobId;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.study.StudyExpansion.Member;
import dev.atelier.dataset.ledger.Examples;
import dev.atelier.dataset.ledger.JobState;
import dev.atelier.dataset.ledger.LedgerJob;
import dev.atelier.dataset.ledger.LedgerJob.Completion;
import dev.atelier.dataset.submission.Request.Sound;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionTest {
    private static final String VERSION = "1";
    private static final DatasetManifest MANIFEST = new DatasetManifest(
            "fashion-mnist",
            "abc",
            "abcdef",
            "here",
            List.of("a", "b"),
            new ImageShape(1, 1, 1),
            List.of(0.5),
            List.of(0.5),
            new SplitManifest(2, List.of(1, 1), "", List.of(0L)),
            new SplitManifest(2, List.of(1, 1), "", List.of(1L)),
            "topic",
            0);
    private static final String ID = JobId.of(Examples.mlp(), "abcdef", VERSION, Optional.empty());

    @ParameterizedTest
    @CsvSource({"QUEUED,JOINED,0", "RUNNING,JOINED,0", "COMPLETED,REUSED,0", "FAILED,QUEUED,4", "CANCELLED,QUEUED,4"})
    void whatBecomesOfAJobFollowsFromItsState(JobState state, Disposition disposition, int round) {
        LedgerJob known = new LedgerJob(ID, state, 3, LedgerJob.NO_RUN, Optional.empty(), Optional.empty());

        Answer.Accepted answer = decide(submission(false), Optional.of(known), member("a", 42));

        assertThat(answer.event().members())
                .extracting(SubmissionAccepted.Member::disposition)
                .containsExactly(disposition);
        assertThat(answer.queued()).extracting(JobQueued::round).isEqualTo(round == 0 ? List.of() : List.of(round));
    }

    @Test
    void theResultOfAJobIsUsedAgainAlthoughItsFilesAreDeletedOrBeingRestored() {
        Completion completion = new Completion(0, 1, 0, 2, true);
        for (JobState state : List.of(JobState.COMPLETED, JobState.QUEUED, JobState.RUNNING)) {
            LedgerJob known = new LedgerJob(ID, state, 3, LedgerJob.NO_RUN, Optional.empty(), Optional.of(completion));

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

    private static Answer.Accepted decide(Submission submission, Optional<LedgerJob> known, Member... members) {
        Decision decision = new Decision(VERSION, name -> MANIFEST, id -> known, completion -> {
            throw new AssertionError("nothing is restored here");
        });
        Sound request = new Sound(true, "study", Json.MAPPER.createObjectNode(), List.of(members));
        return (Answer.Accepted)
                decision.decide(submission, request, Examples.NOON).orElseThrow();
    }

    private static Submission submission(boolean fresh) {
        return new Submission("s1", new RecordOrigin(0, 7, "key"), fresh, Optional.empty(), Context.root());
    }

    private static Member member(String variant, long seed) {
        return new Member("study", variant, Examples.mlp().withSeed(seed));
    }
}
