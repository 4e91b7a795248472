package dev.atelier.contracts.job;

import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Violation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What is known besides the schema where jobs are resolved. */
@FunctionalInterface
public interface JobCheck {
    /**
     * What is known of a job that another is to be forked from.
     *
     * @param job the fully resolved job
     * @param epochs how many it has: those that it has completed, or that it requests while it has not ended
     */
    record Parent(Job job, int epochs) {}

    /** Finds what is wrong with a job beyond its schema, by the job's fields. */
    List<Violation> check(Job job);

    /** Number of training images of a dataset, where it is known. */
    default OptionalInt trainingImages(String dataset) {
        return OptionalInt.empty();
    }

    /**
     * The job of an id that another is to be forked from, or what is wrong with that id. Empty where jobs are not known at
     * all: a forked job is then taken as it is written.
     */
    default Optional<Checked<Parent>> parent(String job) {
        return Optional.empty();
    }
}
