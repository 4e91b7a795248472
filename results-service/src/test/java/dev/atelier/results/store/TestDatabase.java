package dev.atelier.results.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.results.schema.ViewPlaceholders;
import dev.atelier.results.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.ds.PGSimpleDataSource;

/** A database with the projection's schema, and what stands in it. */
public final class TestDatabase {
    private static final String WRONG_COUNTS = """
            SELECT state || ' ' || family || ' ' || archived || ': ' || coalesce(kept.jobs, 0) || ' instead of ' || coalesce(counted.jobs, 0) AS line
              FROM job_counts kept
              FULL JOIN (SELECT state, family, archived, count(*) AS jobs FROM jobs GROUP BY state, family, archived) counted
                   USING (state, family, archived)
             WHERE kept.jobs IS DISTINCT FROM counted.jobs""";

    private final PGSimpleDataSource source = new PGSimpleDataSource();

    public TestDatabase(String url) {
        source.setUrl(url);
    }

    public DataSource source() {
        return source;
    }

    public void migrate() {
        FluentConfiguration configuration =
                Flyway.configure().dataSource(source).validateMigrationNaming(true);
        new ViewPlaceholders().customize(configuration);
        configuration.load().migrate();
    }

    /** Only the tables: the views are of the latest version. */
    void migrateTo(String version) {
        Flyway.configure()
                .dataSource(source)
                .repeatableSqlMigrationPrefix("none of ")
                .target(version)
                .load()
                .migrate();
    }

    /** Every row of every table as text, in an order of its own. The counts of jobs must be those of the jobs. */
    public SortedMap<String, List<String>> dump() {
        try (Connection connection = source.getConnection()) {
            assertThat(Sql.list(connection, WRONG_COUNTS, String.class)).isEmpty();
            SortedMap<String, List<String>> tables = new TreeMap<>();
            for (String table : ProjectionTables.counts(connection).keySet()) {
                tables.put(
                        table,
                        Sql.list(
                                connection,
                                "SELECT t::text AS line FROM " + table + " t ORDER BY t::text COLLATE \"C\"",
                                String.class));
            }
            return tables;
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not respond", e);
        }
    }

    public void execute(String statements) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not respond", e);
        }
    }

    public List<String> column(String query) {
        try (Connection connection = source.getConnection()) {
            return Sql.list(connection, query, String.class);
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not respond", e);
        }
    }
}
