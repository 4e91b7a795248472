package dev.atelier.dataset.coordination.ledger;

import static dev.atelier.dataset.coordination.ledger.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the ledger occupies for jobs that have ended, as the heap's size before and after they are read. */
class LedgerMemoryTest {
    private static final int JOBS = Integer.getInteger("ledger.jobs", 100_000);
    private static final int JOBS_OF_A_STUDY = 1000;
    private static final int BYTES_OF_A_JOB = 400;

    private final Random random = new Random(7);

    @Test
    void aJobThatEndedTakesAFewHundredBytes() throws Exception {
        long before = usedBytes();
        Ledger ledger = new Ledger();
        for (int study = 0; study < JOBS / JOBS_OF_A_STUDY; study++) {
            readStudy(ledger, study);
            ledger.snapshot().takeChanged();
        }
        ledger.forgetEnded(Examples.NOON, () -> {});
        long bytes = (usedBytes() - before) / JOBS;

        System.out.println("The ledger takes " + bytes + " bytes for each of " + JOBS + " jobs that have ended");
        assertThat(ledger.openJobs()).isEmpty();
        assertThat(bytes).isPositive().isLessThan(BYTES_OF_A_JOB);
    }

    /** All that is read of a study, each id a text of its own as it comes out of a record. */
    private void readStudy(Ledger ledger, int number) {
        List<SubmissionAccepted.Member> members = new ArrayList<>();
        for (int i = 0; i < JOBS_OF_A_STUDY; i++) {
            String job = "%016x%04x".formatted(random.nextLong(), random.nextInt(1 << 16));
            String run = new UUID(random.nextLong(), random.nextLong()).toString();
            ledger.apply(Examples.queued(copy(job), 1, NOON), new LogPlace(i % 4, i), 2000);
            ledger.applyQueueRecord(copy(job), 1, i, NOON);
            ledger.apply(Examples.started(copy(job), run), new LogPlace(i % 4, i), 2000);
            ledger.apply(copy(job), Optional.of(new JobControl(JobControl.CANCEL, "superseded", NOON)));
            ledger.apply(Examples.completed(copy(job), run), new LogPlace(i % 4, i), 2000);
            members.add(new SubmissionAccepted.Member(
                    "s", "v", 1, new Family("mlp"), job, Disposition.QUEUED, 1, "v", Map.of()));
        }
        ledger.apply(
                new SubmissionAccepted(
                        "submission-" + number,
                        new RecordOrigin(0, number, ""),
                        "study-" + number,
                        "study",
                        Json.MAPPER.createObjectNode(),
                        members,
                        NOON),
                new LogPlace(number % 4, number),
                200_000);
    }

    private static String copy(String text) {
        return new String(text.toCharArray());
    }

    private static long usedBytes() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
