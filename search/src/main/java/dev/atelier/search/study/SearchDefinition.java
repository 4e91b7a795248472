package dev.atelier.search.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.event.SearchStarted;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.JobCheck;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.json.MergePatch;
import dev.atelier.contracts.metric.Objective;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.contracts.schema.Violations;
import dev.atelier.contracts.study.SearchSeeds;
import dev.atelier.contracts.study.Study;
import dev.atelier.contracts.study.VariantNames;
import dev.atelier.search.SearchAlgorithm;
import dev.atelier.search.SearchSpec;
import dev.atelier.search.SearchSpecReader;
import dev.atelier.search.algorithm.SearchAlgorithms;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a study searches: everything that its decisions follow from, beside the observations.
 *
 * @param name of the study
 * @param base fields that all trials share, as they were written
 * @param search as it was written
 * @param epochs of a complete training
 */
public record SearchDefinition(String name, JsonNode base, JsonNode search, Objective objective, int epochs) {

    static SearchDefinition of(SearchStarted event) {
        return new SearchDefinition(event.name(), event.base(), event.search(), event.objective(), event.epochs());
    }

    /**
     * The id of the study: the same for the same search beside the same jobs.
     *
     * @param jobs ids of the jobs that are known from the start
     * @param nonce makes another study of the same search
     */
    public String study(List<String> jobs, Optional<String> nonce) {
        JsonNode decisive = ((ObjectNode) base.deepCopy()).without("priority");
        List<Object> identity = List.of(sorted(decisive), sorted(search), objective, epochs, jobs, nonce.orElse(""));
        return Study.id(name, identity);
    }

    /** A tree keeps its members in the order in which they were put; maps are written in alphabetical order. */
    private static Object sorted(JsonNode node) {
        return Json.MAPPER.convertValue(node, Object.class);
    }

    /** How long trials begin and continue; nothing where the budget has no time. */
    public Optional<Duration> time() {
        return Optional.of(search.at("/budget/seconds"))
                .filter(JsonNode::isIntegralNumber)
                .map(seconds -> Duration.ofSeconds(seconds.longValue()));
    }

    /** How urgent the trials are; nothing where the base does not decide it. */
    public Optional<Priority> priority() {
        return Optional.of(base.path("priority"))
                .filter(JsonNode::isTextual)
                .map(word -> Priority.of(word.textValue()));
    }

    /** How it is searched. */
    public SearchSpec spec() {
        return read().orElseThrow();
    }

    Checked<SearchSpec> read() {
        return SearchSpecReader.read(search, epochs, objective.direction());
    }

    /** What decides its next steps. */
    public SearchAlgorithm algorithm() {
        return SearchAlgorithms.of(spec());
    }

    public SearchSeeds seeds() {
        return SearchSeeds.of(base, search);
    }

    /** How many jobs each trial has. */
    int seedsPerTrial() {
        return seeds().ofTrials().size();
    }

    /**
     * The job of a trial with one seed.
     *
     * @param variant the name of the trial
     * @param parameters values by path
     * @param violations gets what is wrong with it, by the job's fields
     */
    public Optional<Job> job(
            String variant, SortedMap<String, JsonNode> parameters, long seed, JobCheck check, Violations violations) {
        JsonNode request = base;
        for (Map.Entry<String, JsonNode> parameter : parameters.entrySet()) {
            request = MergePatch.apply(request, MergePatch.set(parameter.getKey(), parameter.getValue()));
        }
        request = MergePatch.apply(request, MergePatch.set("seed", LongNode.valueOf(seed)));
        Optional<Job> job = JobSchema.resolve(request, violations, check::trainingImages)
                .map(sound -> sound.withName(VariantNames.jobName(name, variant, seed)));
        job.ifPresent(sound -> check.check(sound).forEach(violations::report));
        return job;
    }
}
