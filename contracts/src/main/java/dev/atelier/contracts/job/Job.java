package dev.atelier.contracts.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atelier.contracts.family.Family;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One fully resolved training job: everything that decides its result, with no default left open. People write far less;
 * {@link dev.atelier.contracts.schema.JobSchema} fills in the rest.
 *
 * @param version the version of the job's format; 1
 * @param seed what initial weights, shuffle, augmentation and dropout are derived from
 * @param name what people call it, 1 to 200 characters; decides nothing
 * @param tags free labels; decide nothing
 * @param priority how soon it is trained; decides nothing of its result; null for {@link Priority#NORMAL}
 * @param fork where its first weights come from; null where they are drawn
 */
public record Job(
        int version,
        Family family,
        String name,
        long seed,
        Map<String, String> tags,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Priority priority,
        DataSpec data,
        ModelSpec model,
        TrainingSpec training,
        EvaluationSpec evaluation,
        RuntimeSpec runtime,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Fork fork) {

    public Job {
        Objects.requireNonNull(family, "family");
        tags = Map.copyOf(tags);
        priority = priority == Priority.NORMAL ? null : priority;
    }

    /** Whose trainer time it takes, by the tag of this name; nobody's where that is blank. */
    @JsonIgnore
    public Optional<String> owner() {
        return Optional.ofNullable(tags.get("owner")).map(String::strip).filter(name -> !name.isEmpty());
    }

    public Job withName(String newName) {
        return new Job(
                version, family, newName, seed, tags, priority, data, model, training, evaluation, runtime, fork);
    }

    public Job withThreads(int threads) {
        return new Job(
                version,
                family,
                name,
                seed,
                tags,
                priority,
                data,
                model,
                training,
                evaluation,
                new RuntimeSpec(runtime.device(), threads),
                fork);
    }

    public Job withPriority(@Nullable Priority other) {
        return new Job(version, family, name, seed, tags, other, data, model, training, evaluation, runtime, fork);
    }

    /** The same job with the name, the tags and the priority of another request for it. */
    public Job withLabelsOf(Job other) {
        return new Job(
                version,
                family,
                other.name,
                seed,
                other.tags,
                other.priority,
                data,
                model,
                training,
                evaluation,
                runtime,
                fork);
    }
}
