package dev.atelier.dataset.coordination.submission;

import dev.atelier.dataset.coordination.log.TransactionalWriter.Fence;
import java.util.Optional;

/** The reader of the submissions topic, as the broker's group knows it. */
interface SubmissionsReader {

    /**
     * The fence of a decision about a record of this topic.
     *
     * @param next the offset at which the next reader of the partition begins
     * @param generation of the group, when the record was read
     * @return nothing where the group has a new generation: then the new owner of the partition reads the record
     *     again from the last committed offset
     */
    Optional<Fence> fence(int partition, long next, int generation);

    /**
     * The fence of a decision about nothing in particular: it commits once more what is committed, or the beginning of the
     * topic where nothing is.
     *
     * @return nothing where another replica reads the topic
     */
    Optional<Fence> fence();

    /** Whether the group still has the generation in which a record was read. */
    boolean isCurrent(int generation);
}
