package dev.atelier.results.schema;

import dev.atelier.contracts.metric.Direction;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import dev.atelier.results.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The order of jobs by a metric, the best first: of the test images, or else of the latest epoch. Each metric that is known
 * has an index in this order.
 */
public record MetricOrder(Metric metric) {
    /** Whether the metric is a column of the job and not of its latest epoch. */
    public boolean isOfTest() {
        return metric.split().equals(Optional.of(Split.TEST));
    }

    /**
     * What to order by. The name of a metric that is known needs no quoting.
     *
     * @param table of the column, with a full stop; empty where there is one such column only
     */
    public String sql(String table) {
        return value(table) + (metric.direction().equals(Optional.of(Direction.MIN)) ? " ASC" : " DESC")
                + " NULLS LAST";
    }

    private String value(String table) {
        return "((" + table + (isOfTest() ? "test_metrics" : "metrics") + "->>'" + metric.name()
                + "')::double precision)";
    }

    private String index() {
        return (tableName() + "_by_" + metric.name().replace('.', '_')).toLowerCase(Locale.ROOT);
    }

    private String tableName() {
        return isOfTest() ? "jobs" : "latest_epochs";
    }

    /** Creates the missing indexes, each in its own transaction, so that no two tables are locked at once. */
    public static void createIndexes(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            for (Metric metric : Metric.all()) {
                new MetricOrder(metric).createIndex(connection);
                connection.commit();
            }
        }
    }

    private void createIndex(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(hashtext('indexes of metrics'))");
            String present = "SELECT count(*) FROM pg_indexes WHERE schemaname = current_schema() AND indexname = ?";
            if (Sql.count(connection, present, index()) == 0) {
                statement.execute("CREATE INDEX " + index() + " ON " + tableName() + " (" + sql("") + ", "
                        + (isOfTest() ? "id" : "job") + ")");
            }
        }
    }
}
