package dev.atelier.results.view.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.results.store.TestDatabase;
import dev.atelier.results.view.Reading;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a study takes yet, as it follows from the tables. */
class StudyJobReaderTest {
    private TestDatabase database;
    private StudyJobReader reader;

    @BeforeEach
    void migrate() {
        database = new TestDatabase(Infrastructure.newDatabase());
        database.migrate();
        database.execute("""
                INSERT INTO studies (id, submission, name, description, objective, direction, accepted_at, log_partition, log_offset)
                VALUES ('study-00000001', 's', 'study', '', 'validation.accuracy', 'maximize', now(), 0, 0)""");
        reader = new StudyJobReader(new Reading(database.source()));
    }

    @Test
    void jobsWithoutAnEpochAreTakenToLastAsLongAsOthersOfTheirFamily() {
        insert(0, "mlp", "COMPLETED", 10, "2");
        insert(1, "mlp", "RUNNING", 4, "4");
        insert(2, "mlp", "QUEUED", 0, "NULL");

        assertThat(reader.progress("study-00000001").secondsLeft()).hasValue(6 * 4.0 + 10 * 3.0);
    }

    @Test
    void nothingIsEstimatedWhileAFamilyHasNoEpoch() {
        insert(0, "mlp", "RUNNING", 4, "4");
        insert(1, "transfer", "QUEUED", 0, "NULL");

        assertThat(reader.progress("study-00000001").secondsLeft()).isEmpty();

        database.execute("UPDATE jobs SET state = 'CANCELLED' WHERE id = 'j1'");
        assertThat(reader.progress("study-00000001").secondsLeft()).hasValue(24.0);
    }

    /** A job that diverged, failed, was cancelled or stopped early has not trained all that was requested. */
    @Test
    void onlyEpochsThatWereTrainedAreDone() {
        insert(0, "mlp", "COMPLETED", 7, "2");
        insert(1, "mlp", "FAILED", 3, "2");
        insert(2, "mlp", "CANCELLED", 0, "NULL");
        insert(3, "mlp", "RUNNING", 4, "2");
        insert(4, "mlp", "QUEUED", 0, "NULL");

        StudyProgress progress = reader.progress("study-00000001");

        assertThat(progress.epochsDone()).isEqualTo(7 + 3 + 4);
        assertThat(progress.epochs()).isEqualTo(7 + 3 + 10 + 10);
    }

    @Test
    void epochsOfAJobThatTwoMembersHaveAreTrainedOnce() {
        insert(0, "mlp", "RUNNING", 4, "2");
        database.execute("""
                INSERT INTO study_jobs (submission, number, study, experiment, variant, seed, family, job, disposition)
                VALUES ('s', 1, 'study-00000001', 'other', 'v', 1, 'mlp', 'j0', 'JOINED')""");

        StudyProgress progress = reader.progress("study-00000001");

        assertThat(progress.epochsDone()).isEqualTo(4);
        assertThat(progress.epochs()).isEqualTo(10);
        assertThat(progress.secondsLeft()).hasValue(6 * 2.0);
    }

    private void insert(int number, String family, String state, int epoch, String seconds) {
        database.execute("""
                INSERT INTO jobs (id, family, name, seed, request, epochs_requested, dataset_digest, submission, round, queued_at,
                                  state, log_partition, log_offset)
                VALUES ('j%1$d', '%2$s', '', 1, '{}', 10, '', 's', 1, now(), '%3$s', 0, 0);
                INSERT INTO latest_epochs (job, epoch, seconds) VALUES ('j%1$d', %4$d, %5$s);
                INSERT INTO study_jobs (submission, number, study, experiment, variant, seed, family, job, disposition)
                VALUES ('s', %1$d, 'study-00000001', 'e', 'v', 1, '%2$s', 'j%1$d', 'QUEUED')""".formatted(number, family, state, epoch, seconds));
    }
}
