package dev.atelier.results.store;

import dev.atelier.results.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * Some of the epochs of jobs that have very many. The distance between two of them is a power of two, so that the epochs
 * that are taken of a long job are among those taken of a shorter one, and curves of several jobs have points in common.
 */
public final class EpochSample {
    /**
     * The sample as the epochs {@code e} that a query is from; its parameters are those of {@link #of}. Each epoch is looked
     * up by its number, so that the cost does not grow with those that are left out.
     */
    public static final String EPOCHS = """
            unnest(?::text[], ?::integer[], ?::integer[]) AS sample(job, step, last)
              LEFT JOIN jobs sampled ON sampled.id = sample.job
             CROSS JOIN LATERAL (
                       SELECT generate_series(sample.step, sample.last, sample.step)
                        UNION SELECT unnest(ARRAY[1, sample.last, sampled.best_epoch, sampled.tested_epoch])
                   ) AS wanted(epoch)
              JOIN epochs e ON e.job = sample.job AND e.epoch = wanted.epoch""";

    private EpochSample() {}

    /**
     * The parameters of {@link #EPOCHS}.
     *
     * @param perJob about how many epochs of each job are taken; all where it has no more
     */
    public static Object[] of(Connection connection, Collection<String> jobs, int perJob) throws SQLException {
        List<Extent> extents = Sql.list(
                connection,
                "SELECT job, epoch AS latest FROM latest_epochs WHERE job = ANY (?) AND epoch > 0",
                Extent.class,
                jobs);
        return new Object[] {
            extents.stream().map(Extent::job).toList(),
            extents.stream().map(extent -> step(extent.latest(), perJob)).toArray(Integer[]::new),
            extents.stream().map(Extent::latest).toArray(Integer[]::new)
        };
    }

    /** The latest epoch of a job. */
    private record Extent(String job, int latest) {}

    /** The least power of two at which no more than {@code most} of so many epochs are taken. */
    static int step(int epochs, int most) {
        int step = 1;
        while (epochs / step > most && step < 1 << 30) {
            step *= 2;
        }
        return step;
    }
}
