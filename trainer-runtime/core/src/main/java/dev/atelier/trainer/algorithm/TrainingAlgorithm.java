package dev.atelier.trainer.algorithm;

import dev.atelier.contracts.job.Family;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.schema.Violation;
import dev.atelier.trainer.random.Seeds;
import java.util.List;
import java.util.SortedMap;

/**
 * A way to train: one bean of each trainer application. The runtime calls it from one thread and trains one job at a
 * time, so an implementation may use state of the whole process, such as an engine's random generator.
 */
public interface TrainingAlgorithm {
    /** The family whose jobs this trains. */
    Family family();

    /** How a model's training accuracy and loss are measured. */
    TrainingMetrics trainingMetrics();

    /** Versions of the libraries that take part in the arithmetic, by name; recorded with each run. */
    SortedMap<String, String> libraries();

    /** Where a job's arithmetic would take place on this machine; recorded with each run. */
    Compute compute(Job job);

    /**
     * What of the job cannot be trained here, by field: what the schema allows but this algorithm or this machine does not
     * have. Asked before {@link #create}.
     */
    List<Violation> check(Job job, InputShape shape);

    /**
     * Makes the job's model with its initial weights, which follow from {@code seeds} and the job alone. All that it draws
     * later (dropout) follows from {@code seeds}, the purpose and the global step, so that a restored model goes on exactly
     * as one that was never interrupted.
     */
    Model create(Job job, InputShape shape, Seeds seeds);
}
