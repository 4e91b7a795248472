package dev.atelier.results.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Some of the epochs of jobs that have very many. The distance between two of them is a power of two, so that the epochs
 * that are taken of a long job are among those taken of a shorter one, and curves of several jobs have points in common.
 */
public final class EpochSample {
    /** Restricts a query of epochs {@code e} to the sample; its parameters are those of {@link #of}. */
    public static final String JOIN = """
            JOIN unnest(?::text[], ?::integer[], ?::integer[]) AS sample(job, step, last) ON e.job = sample.job
            LEFT JOIN jobs sampled ON sampled.id = e.job
             WHERE e.epoch % sample.step = 0 OR e.epoch IN (1, sample.last)
                OR e.epoch IN (sampled.best_epoch, sampled.tested_epoch)""";

    private EpochSample() {}

    /**
     * The parameters of {@link #JOIN}.
     *
     * @param perJob about how many epochs of each job are taken; all where it has no more
     */
    public static Object[] of(Connection connection, Collection<String> jobs, int perJob) throws SQLException {
        List<String> ids = new ArrayList<>();
        List<Integer> steps = new ArrayList<>();
        List<Integer> latest = new ArrayList<>();
        Sql.list(
                connection,
                "SELECT job, max(epoch) AS latest, count(*) AS n FROM epochs WHERE job = ANY (?) GROUP BY job",
                row -> {
                    ids.add(row.getString("job"));
                    latest.add(row.getInt("latest"));
                    return steps.add(row.getLong("n") <= perJob ? 1 : step(row.getInt("latest"), perJob));
                },
                jobs);
        return new Object[] {
            ids, connection.createArrayOf("int4", steps.toArray()), connection.createArrayOf("int4", latest.toArray())
        };
    }

    /** The least power of two at which no more than {@code most} of so many epochs are taken. */
    static int step(int epochs, int most) {
        int step = 1;
        while (epochs / step > most && step < 1 << 30) {
            step *= 2;
        }
        return step;
    }
}
