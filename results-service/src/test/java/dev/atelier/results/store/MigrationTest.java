package dev.atelier.results.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.results.RandomText;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Databases of earlier versions that have rows. */
class MigrationTest {
    @Test
    void theJobsThatAreThereAreCountedAndANameThatFitsIntoNoIndexIsShortened() {
        TestDatabase database = new TestDatabase(Infrastructure.newDatabase());
        database.migrateTo("12");
        insertJob(database, "a", "COMPLETED", "short");
        insertJob(database, "b", "COMPLETED", RandomText.letters(6000));
        insertJob(database, "c", "QUEUED", "");

        database.migrate();

        assertThat(database.column("SELECT state || ' ' || jobs FROM job_counts ORDER BY 1"))
                .containsExactly("COMPLETED 2", "QUEUED 1");
        assertThat(database.column("SELECT length(name)::text FROM jobs ORDER BY id"))
                .containsExactly("5", "200", "0");
        assertThat(database.column("SELECT DISTINCT priority FROM job_priorities"))
                .containsExactly("normal");
        assertThat(database.dump()).containsKey("job_counts");
    }

    @Test
    void theViewsAreMadeAgainWhereTheCatalogueOfMetricsHasChanged() {
        TestDatabase database = new TestDatabase(Infrastructure.newDatabase());
        Flyway.configure()
                .dataSource(database.source())
                .placeholders(Map.of("fractions", "'test.accuracy'"))
                .load()
                .migrate();
        assertThat(definition(database)).contains("test.accuracy").doesNotContain("test.macroF1");

        database.migrate();

        assertThat(definition(database)).contains("test.accuracy", "test.macroF1");
    }

    private static String definition(TestDatabase database) {
        return database.column("SELECT pg_get_viewdef('study_table')").getFirst();
    }

    private static void insertJob(TestDatabase database, String id, String state, String name) {
        database.execute("""
                INSERT INTO jobs (id, family, name, seed, request, epochs_asked, dataset_digest, state, log_partition, log_offset)
                VALUES ('%s', 'mlp', '%s', 1, '{}', 1, '', '%s', 0, 0)""".formatted(id, name, state));
    }
}
