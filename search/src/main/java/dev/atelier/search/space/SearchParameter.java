package dev.atelier.search.space;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * One parameter of a search.
 *
 * @param path of the job's field that it sets, such as {@code training.optimizer.learningRate}
 * @param conditions all of which must hold for the parameter to exist in a trial
 */
public record SearchParameter(String path, Domain domain, List<Condition> conditions) {
    public SearchParameter {
        conditions = List.copyOf(conditions);
    }

    /**
     * That another parameter exists in the trial, with one of these values.
     *
     * @param path of the other parameter
     */
    public record Condition(String path, List<JsonNode> values) {
        public Condition {
            values = List.copyOf(values);
        }

        private boolean holds(Map<String, JsonNode> chosen) {
            JsonNode value = chosen.get(path);
            return value != null && values.stream().anyMatch(each -> ValueList.areEqual(each, value));
        }
    }

    /**
     * Whether the parameter exists in a trial.
     *
     * @param chosen values of the parameters that this one depends on, of those that exist in the trial
     */
    public boolean isActive(Map<String, JsonNode> chosen) {
        return conditions.stream().allMatch(condition -> condition.holds(chosen));
    }
}
