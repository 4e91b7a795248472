package dev.atelier.contracts.job;

import dev.atelier.contracts.check.Violation;
import java.util.List;
import java.util.OptionalInt;

/** What is known besides the schema where jobs are resolved. */
@FunctionalInterface
public interface JobCheck {
    /** Finds what is wrong with a job beyond its schema, by the job's fields. */
    List<Violation> check(Job job);

    /** Number of training images of a dataset, where it is known. */
    default OptionalInt trainingImages(String dataset) {
        return OptionalInt.empty();
    }
}
