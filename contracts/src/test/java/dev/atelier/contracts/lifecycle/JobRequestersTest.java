package dev.atelier.contracts.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.family.Family;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class JobRequestersTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final List<String> STUDIES = List.of("a", "b", "c");

    /** Submissions of three studies; some only use a result again. */
    @Provide
    Arbitrary<List<SubmissionAccepted>> submissions() {
        return Combinators.combine(
                        Arbitraries.of(STUDIES),
                        Arbitraries.of(Disposition.class),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(0, 9))
                .as(JobRequestersTest::accepted)
                .list()
                .ofMaxSize(12);
    }

    /** Cancellations of some of the studies. */
    @Provide
    Arbitrary<Map<String, JobControl>> withdrawals() {
        return Arbitraries.maps(
                Arbitraries.of(STUDIES), Arbitraries.integers().between(0, 10).map(JobRequestersTest::cancelledAt));
    }

    @Property
    void theSameSubmissionsComeToTheSameRequestersInAnyOrderAndNumber(
            @ForAll("submissions") List<SubmissionAccepted> submissions, @ForAll Random random) {
        List<SubmissionAccepted> shuffled = new ArrayList<>(submissions);
        shuffled.addAll(submissions);
        Collections.shuffle(shuffled, random);

        assertThat(fold(shuffled)).isEqualTo(fold(submissions));
    }

    @Property
    void aJobIsCancelledOnlyWhereEachRequesterHasWithdrawnWhatItRequestedLast(
            @ForAll("submissions") List<SubmissionAccepted> submissions,
            @ForAll("withdrawals") Map<String, JobControl> withdrawals) {
        JobRequesters requesters = fold(submissions);

        boolean isCancelled = requesters.cancellation(withdrawals, NOON).isPresent();

        requesters.requests().forEach((study, request) -> {
            JobControl withdrawal = withdrawals.get(study);
            if (withdrawal == null || !withdrawal.time().isAfter(request.time())) {
                assertThat(isCancelled).as("though %s wants it", study).isFalse();
            }
        });
    }

    @Test
    void theEndOfARoundEndsItsRequestsWhateverTheClocks() {
        JobRequesters requesters =
                fold(List.of(accepted("a", Disposition.QUEUED, 1, 5), accepted("b", Disposition.JOINED, 1, 6)));

        JobRequesters later =
                after(requesters, accepted("a", Disposition.QUEUED, 2, 3)).afterRound(1);

        assertThat(later).isEqualTo(fold(List.of(accepted("a", Disposition.QUEUED, 2, 3))));
        assertThat(later.afterRound(2)).isEqualTo(JobRequesters.NONE);
    }

    @Test
    void theLatestOfTheWithdrawalsCancels() {
        JobRequesters requesters =
                fold(List.of(accepted("a", Disposition.QUEUED, 1, 0), accepted("b", Disposition.JOINED, 1, 2)));

        assertThat(requesters.cancellation(Map.of("a", cancelledAt(5)), NOON)).isEmpty();
        assertThat(requesters.cancellation(Map.of("a", cancelledAt(5), "b", cancelledAt(1)), NOON))
                .isEmpty();
        assertThat(requesters.cancellation(Map.of("a", cancelledAt(5), "b", cancelledAt(3)), NOON))
                .contains(cancelledAt(5));
    }

    @Test
    void whereNoRequesterIsKnownWhatWasRequestedAfterTheQueueingCancels() {
        assertThat(JobRequesters.NONE.cancellation(Map.of("a", cancelledAt(5)), NOON))
                .contains(cancelledAt(5));
        assertThat(JobRequesters.NONE.cancellation(Map.of("a", cancelledAt(5)), NOON.plusSeconds(5)))
                .isEmpty();
        assertThat(JobRequesters.NONE.cancellation(Map.of(), NOON)).isEmpty();
    }

    @Test
    void aJobIsPausedWhereItselfOrEachRequesterIs() {
        JobRequesters requesters =
                fold(List.of(accepted("a", Disposition.QUEUED, 1, 0), accepted("b", Disposition.JOINED, 1, 2)));

        assertThat(pause(requesters, "", 0, Map.of())).isEmpty();
        assertThat(pause(requesters, "", 0, Map.of("a", at(JobControl.PAUSE, 3))))
                .isEmpty();
        assertThat(pause(requesters, "", 0, Map.of("a", at(JobControl.PAUSE, 3), "b", at(JobControl.PAUSE, 1))))
                .isEmpty();
        assertThat(pause(requesters, "", 0, Map.of("a", at(JobControl.PAUSE, 3), "b", at(JobControl.PAUSE, 4))))
                .contains(at(JobControl.PAUSE, 4));
        assertThat(pause(requesters, JobControl.PAUSE, 3, Map.of())).contains(at(JobControl.PAUSE, 3));
    }

    @Test
    void theLatestWordOfPauseAndResumeCounts() {
        JobRequesters requesters = fold(List.of(accepted("a", Disposition.QUEUED, 1, 0)));

        assertThat(pause(requesters, JobControl.RESUME, 5, Map.of("a", at(JobControl.PAUSE, 4))))
                .isEmpty();
        assertThat(pause(requesters, JobControl.RESUME, 5, Map.of("a", at(JobControl.PAUSE, 6))))
                .contains(at(JobControl.PAUSE, 6));
        assertThat(pause(requesters, JobControl.PAUSE, 5, Map.of("a", at(JobControl.RESUME, 6))))
                .isEmpty();
        assertThat(pause(requesters, JobControl.PAUSE, 5, Map.of("a", at(JobControl.RESUME, 4))))
                .contains(at(JobControl.PAUSE, 5));
    }

    @Test
    void aPauseOfAnOlderRoundPausesNothing() {
        JobRequesters requesters = fold(List.of(accepted("a", Disposition.QUEUED, 1, 0)));

        assertThat(requesters.pause(Optional.of(at(JobControl.PAUSE, 5)), Map.of(), 2, NOON.plusSeconds(6)))
                .isEmpty();
        assertThat(requesters.pause(Optional.of(at(JobControl.PAUSE, 9).ofRound(1)), Map.of(), 2, NOON))
                .isEmpty();
    }

    /** @param ofJob the action of the control of the job itself; empty for none */
    private static Optional<JobControl> pause(
            JobRequesters requesters, String ofJob, int second, Map<String, JobControl> ofStudies) {
        Optional<JobControl> control = ofJob.isEmpty() ? Optional.empty() : Optional.of(at(ofJob, second));
        return requesters.pause(control, ofStudies, 1, NOON);
    }

    private static JobControl at(String action, int second) {
        return new JobControl(action, "for a test", NOON.plusSeconds(second));
    }

    private static JobRequesters fold(List<SubmissionAccepted> submissions) {
        JobRequesters requesters = JobRequesters.NONE;
        for (SubmissionAccepted each : submissions) {
            requesters = after(requesters, each);
        }
        return requesters;
    }

    private static JobRequesters after(JobRequesters requesters, SubmissionAccepted event) {
        return requesters.after(event, event.members().getFirst());
    }

    private static JobControl cancelledAt(int second) {
        return new JobControl(JobControl.CANCEL, "for a test", NOON.plusSeconds(second));
    }

    private static SubmissionAccepted accepted(String study, Disposition disposition, int round, int second) {
        return new SubmissionAccepted(
                study + second,
                new RecordOrigin(0, second, ""),
                study,
                study,
                JsonNodeFactory.instance.objectNode(),
                List.of(new Member("e", "v", 1, new Family("mlp"), "job", disposition, round, null, Map.of())),
                NOON.plusSeconds(second));
    }
}
