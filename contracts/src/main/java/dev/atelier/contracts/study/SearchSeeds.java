package dev.atelier.contracts.study;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.schema.JobSchema;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The seeds of a study with a search. Those of its trials begin with the seed of the base; those with which the winner is
 * trained again follow on them, and the study's variants have them too, so that both can be compared seed by seed.
 *
 * @param ofTrials of the jobs of each trial, at least one
 * @param ofConfirmation of the jobs that train the winner again; none where it is not
 */
public record SearchSeeds(List<Long> ofTrials, List<Long> ofConfirmation) {
    private static final int MOST_SEEDS = 100;

    /**
     * The seeds of a search that may be wrong; what is wrong in it is reported where it is read.
     *
     * @param base fields that all jobs share
     */
    public static SearchSeeds of(JsonNode base, JsonNode search) {
        long first = base.path("seed").asLong(JobSchema.defaultSeed());
        int trial = Math.clamp(search.path("seeds").asInt(1), 1, MOST_SEEDS);
        int confirmation = Math.clamp(search.path("confirm").path("seeds").asInt(0), 0, MOST_SEEDS);
        return new SearchSeeds(following(first, trial), following(first + trial, confirmation));
    }

    private static List<Long> following(long first, int count) {
        return LongStream.range(first, first + count).boxed().toList();
    }
}
