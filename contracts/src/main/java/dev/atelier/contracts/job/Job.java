package dev.atelier.contracts.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atelier.contracts.family.Family;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One fully resolved training job: everything that decides its result, with no default left open. People write far less;
 * {@link dev.atelier.contracts.schema.JobSchema} fills in the rest.
 *
 * @param version the version of the job's format; 1
 * @param seed what initial weights, shuffle, augmentation and dropout are derived from
 * @param name what people call it, 1 to 200 characters; decides nothing
 * @param tags free labels; decide nothing
 * @param fork where its first weights come from; null where they are drawn
 */
public record Job(
        int version,
        Family family,
        String name,
        long seed,
        Map<String, String> tags,
        DataSpec data,
        ModelSpec model,
        TrainingSpec training,
        EvaluationSpec evaluation,
        RuntimeSpec runtime,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Fork fork) {

    public Job {
        Objects.requireNonNull(family, "family");
        tags = Map.copyOf(tags);
    }

    public Job withName(String newName) {
        return new Job(version, family, newName, seed, tags, data, model, training, evaluation, runtime, fork);
    }

    public Job withThreads(int threads) {
        return new Job(
                version,
                family,
                name,
                seed,
                tags,
                data,
                model,
                training,
                evaluation,
                new RuntimeSpec(runtime.device(), threads),
                fork);
    }

    /** The same job under the name and with the tags of another request for it. */
    public Job withLabelsOf(Job other) {
        return new Job(version, family, other.name, seed, other.tags, data, model, training, evaluation, runtime, fork);
    }
}
