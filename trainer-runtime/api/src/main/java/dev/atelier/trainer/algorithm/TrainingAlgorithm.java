package dev.atelier.trainer.algorithm;

import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.Job;
import dev.atelier.trainer.random.Seeds;
import dev.atelier.trainer.retention.Sweep;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * A way to train: one bean of each trainer application. The runtime calls it from one thread and trains one job at a
 * time, so an implementation may use state of the whole process, such as an engine's random generator, unless it
 * {@link #allowsConcurrentJobs}.
 */
public interface TrainingAlgorithm {
    /** The family whose jobs this trains. */
    Family family();

    /**
     * Makes sure that what the algorithm computes with can be used, such as an engine's native library. Called before the
     * first job and whenever that is in doubt; tries again after a failure.
     *
     * @throws EngineUnavailableException if it cannot
     */
    default void start() {}

    /**
     * Whether the runtime may train several jobs at once in this process, each on a thread of its own. The results of none
     * may depend on the others: nothing that decides bits may be state of the process.
     */
    default boolean allowsConcurrentJobs() {
        return false;
    }

    /** What bounds the folders that are the algorithm's own. */
    default List<Sweep> sweeps() {
        return List.of();
    }

    /** How a model's training accuracy and loss are measured. */
    TrainingMetrics trainingMetrics();

    /** Versions of what takes part in the job's arithmetic, by name: libraries, weights; recorded with each run. */
    SortedMap<String, String> libraries(Job job);

    /** Where a job's arithmetic would take place on this machine; recorded with each run. */
    Compute compute(Job job);

    /** Channels that images are converted to, those of grey images being repeated; empty for as many as were published. */
    default OptionalInt channels() {
        return OptionalInt.empty();
    }

    /**
     * What of the job cannot be trained here, by field: what the schema allows but this algorithm or this machine does not
     * have. Called before {@link #create}.
     *
     * @param trainingImages number of images that each epoch trains on
     * @param stop checked between the parts of what takes long, such as downloading weights
     * @throws StoppedException as {@code stop} throws it
     */
    List<Violation> check(Job job, InputShape shape, int trainingImages, StopSignal stop) throws StoppedException;

    /**
     * The memory that the job's model takes; called for a job that {@link #check} found nothing wrong with.
     *
     * @param keepsFeatures whether the model is shown what {@link #encoder} makes of images, where there is one
     */
    MemoryNeed memory(Job job, InputShape shape, boolean keepsFeatures);

    /**
     * Makes the job's model with its initial weights, which follow from {@code seeds} and the job alone. All that it draws
     * later (dropout) follows from {@code seeds}, the purpose and the global step, so that a restored model goes on exactly
     * as one that was never interrupted.
     */
    Model create(Job job, InputShape shape, Seeds seeds);

    /**
     * The part of the job's network that training leaves as it is, with the model behind it, which computes the same
     * as that of {@link #create} on the same images. Empty where there is no such part, or what it makes of an image
     * depends on more than the image.
     */
    default Optional<Encoder> encoder(Job job, InputShape shape, Seeds seeds) {
        return Optional.empty();
    }
}
