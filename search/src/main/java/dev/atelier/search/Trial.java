package dev.atelier.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.TrialResult;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/** A trial as a history has it: its parameters, the epochs that were requested, and what was observed at each. Immutable. */
public final class Trial {
    private final int number;
    private final SortedMap<String, JsonNode> parameters;
    private final PVector<Integer> targets;
    private final PMap<Integer, PMap<Integer, Observation>> observed;

    private Trial(
            int number,
            SortedMap<String, JsonNode> parameters,
            PVector<Integer> targets,
            PMap<Integer, PMap<Integer, Observation>> observed) {
        this.number = number;
        this.parameters = parameters;
        this.targets = targets;
        this.observed = observed;
    }

    static Trial started(SearchStep.StartTrial step) {
        return new Trial(step.trial(), step.parameters(), TreePVector.singleton(step.epochs()), HashTreePMap.empty());
    }

    Trial promoted(int epochs) {
        return new Trial(number, parameters, targets.plus(epochs), observed);
    }

    Trial with(Observation observation) {
        PMap<Integer, Observation> bySeed = observed.getOrDefault(observation.epoch(), HashTreePMap.empty());
        return new Trial(
                number,
                parameters,
                targets,
                observed.plus(observation.epoch(), bySeed.plus(observation.seed(), observation)));
    }

    /** Whether one of its trainings is observed at an epoch. */
    public boolean isObserved(int epoch, int seed) {
        PMap<Integer, Observation> bySeed = observed.get(epoch);
        return bySeed != null && bySeed.containsKey(seed);
    }

    public int number() {
        return number;
    }

    /** Value of each parameter that exists in the trial, by path. */
    public SortedMap<String, JsonNode> parameters() {
        return parameters;
    }

    /** The epochs at which steps let its training pause, ascending. */
    public List<Integer> targets() {
        return targets;
    }

    /** The epoch at which its training pauses or ends next, or did. */
    public int target() {
        return targets.getLast();
    }

    /**
     * The result at an epoch; nothing until all seeds are observed there.
     *
     * @param seeds how many trainings a trial has
     */
    public Optional<TrialResult> result(int epoch, int seeds) {
        PMap<Integer, Observation> bySeed = observed.get(epoch);
        if (bySeed == null || bySeed.size() < seeds) {
            return Optional.empty();
        }
        double sum = 0;
        for (int seed = 0; seed < seeds; seed++) {
            Double value = value(bySeed.get(seed));
            if (value == null) {
                return Optional.of(new TrialResult(number, epoch, null));
            }
            sum += value;
        }
        return Optional.of(new TrialResult(number, epoch, sum / seeds));
    }

    private static @Nullable Double value(@Nullable Observation observation) {
        return observation == null ? null : observation.value();
    }
}
