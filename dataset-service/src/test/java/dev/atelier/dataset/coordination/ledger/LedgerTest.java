package dev.atelier.dataset.coordination.ledger;

import static dev.atelier.dataset.coordination.ledger.Examples.NOON;
import static dev.atelier.dataset.coordination.ledger.Examples.START;
import static dev.atelier.dataset.coordination.ledger.Examples.queued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.SubmissionRejected;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the ledger keeps, and what it does not. */
class LedgerTest {
    private static final JobControl CANCEL = new JobControl(JobControl.CANCEL, "", NOON.plusSeconds(1));

    private final Ledger ledger = new Ledger();

    @Test
    void aJobThatEndedKeepsNeitherItsRequestNorItsControlNorItsQueueRecord() throws Exception {
        for (String job : List.of("ended", "open")) {
            ledger.apply(queued(job, 1, NOON), START, 0);
            ledger.applyQueueRecord(job, 1, 7, NOON);
            ledger.apply(job, Optional.of(CANCEL));
        }
        ledger.apply("unknown", Optional.of(CANCEL));
        ledger.apply(new JobCancelled("ended", 0, null, "", NOON), START, 0);

        ledger.forgetEnded(NOON, () -> {});

        assertThat(ledger.job("ended").orElseThrow().queued()).isEmpty();
        assertThat(ledger.controls("open").cancellation()).contains(CANCEL);
        assertThat(ledger.controls("ended").cancellation()).isEmpty();
        assertThat(ledger.controls("unknown").cancellation()).isEmpty();
        assertThat(ledger.queueRecord(ledger.job("ended").orElseThrow())).isEmpty();
        assertThat(ledger.queueRecord(ledger.job("open").orElseThrow()))
                .map(QueueRecord::offset)
                .contains(7L);
        assertThat(ledger.openJobs()).extracting(LedgerJob::id).containsExactly("open");
    }

    @Test
    void whatIsWrittenWhileTheLedgerCatchesUpStays() throws Exception {
        ledger.apply(queued("j", 1, NOON), START, 0);
        ledger.applyQueueRecord("j", 1, 7, NOON);
        ledger.apply(new JobCancelled("j", 0, null, "", NOON), START, 0);

        // Its new record and a control are read before the event that it was queued again.
        ledger.forgetEnded(NOON, () -> {
            ledger.applyQueueRecord("j", 2, 9, NOON);
            ledger.apply("j", Optional.of(CANCEL));
        });
        ledger.apply(queued("j", 2, NOON), START, 0);

        assertThat(ledger.queueRecord(ledger.job("j").orElseThrow()))
                .map(QueueRecord::offset)
                .contains(9L);
        assertThat(ledger.controls("j").cancellation()).contains(CANCEL);
    }

    @Test
    void theLatestAnsweredSubmissionsAreRemembered() {
        int all = AnsweredSubmissions.KEPT_PER_PARTITION + 1;
        for (int i = 0; i < all; i++) {
            ledger.apply(rejected(i), new LogPlace(2, i), 0);
        }
        ledger.apply(rejected(all), new LogPlace(3, 0), 0);

        assertThat(ledger.isAnswered("s0")).isFalse();
        assertThat(ledger.isAnswered("s1")).isTrue();
        assertThat(ledger.isAnswered("s" + all)).isTrue();
    }

    @Test
    void answersAreKeptForWhoeverComesLateAsLongAsTheyAreSmallTogether() {
        int large = (int) (Answers.KEPT_BYTES / 2);
        ledger.apply(rejected(0), START, large);
        ledger.apply(rejected(1), START, large);
        CompletableFuture<?> first = ledger.answers().to(0, 0);
        ledger.apply(rejected(2), START, large);

        assertThat(first).isCompleted();
        assertThat(ledger.answers().to(0, 0)).isNotDone();
        assertThat(ledger.answers().to(0, 1)).isCompleted();
        assertThat(ledger.answers().to(0, 2)).isCompleted();
    }

    private static SubmissionRejected rejected(int number) {
        return new SubmissionRejected("s" + number, new RecordOrigin(0, number, ""), "syntax", List.of(), "", NOON);
    }
}
