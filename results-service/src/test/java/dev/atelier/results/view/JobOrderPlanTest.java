package dev.atelier.results.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.results.schema.MetricOrder;
import dev.atelier.results.sql.Sql;
import dev.atelier.results.store.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How PostgreSQL finds the first jobs of a list. */
class JobOrderPlanTest {
    private static TestDatabase database;

    @BeforeAll
    static void migrate() throws SQLException {
        database = new TestDatabase(Infrastructure.newDatabase());
        database.migrate();
        MetricOrder.createIndexes(database.source());
    }

    @ParameterizedTest
    @MethodSource("dev.atelier.results.view.JobOrder#all")
    void theFirstOfEachOrderAreReadFromAnIndex(JobOrder order) throws SQLException {
        String query = "SELECT id FROM " + order.tables() + " ORDER BY " + order.ofJobs() + ", id LIMIT 20";

        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            statement.execute("SET enable_bitmapscan = off");
            assertThat(String.join("\n", Sql.list(connection, "EXPLAIN " + query, String.class)))
                    .contains("Index")
                    .doesNotContain("Sort");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Archived.class, names = "ALL", mode = EnumSource.Mode.EXCLUDE)
    void theLatestThatAreArchivedOrNotAreReadFromAnIndexOfTheirs(Archived archived) throws SQLException {
        String query = "SELECT id FROM jobs WHERE " + archived.condition() + " ORDER BY " + JobOrder.LATEST.ofJobs()
                + ", id LIMIT 20";

        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            statement.execute("SET enable_bitmapscan = off");
            assertThat(String.join("\n", Sql.list(connection, "EXPLAIN " + query, String.class)))
                    .contains(archived == Archived.TRUE ? "jobs_archived" : "jobs_not_archived")
                    .doesNotContain("Sort");
        }
    }

    @Test
    void theLatestOfAnOwnerAreReadFromAnIndex() throws SQLException {
        String query = "SELECT id FROM jobs WHERE " + Archived.FALSE.condition() + " AND owner = 'ada' ORDER BY "
                + JobOrder.LATEST.ofJobs() + ", id LIMIT 20";

        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            statement.execute("SET enable_bitmapscan = off");
            assertThat(String.join("\n", Sql.list(connection, "EXPLAIN " + query, String.class)))
                    .contains("jobs_by_owner")
                    .doesNotContain("Sort");
        }
    }

    @Test
    void indexesThatAreThereAreKept() throws SQLException {
        long before = indexes();

        MetricOrder.createIndexes(database.source());

        assertThat(indexes()).isEqualTo(before).isPositive();
    }

    private static long indexes() throws SQLException {
        try (Connection connection = database.source().getConnection()) {
            return Sql.count(connection, "SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'");
        }
    }
}
