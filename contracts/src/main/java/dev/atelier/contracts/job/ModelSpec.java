package dev.atelier.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.Json;

/**
 * The network of a job, as its family describes it: the fields that the descriptor defines under {@code model}. Only the
 * family's trainer has a typed view of them.
 *
 * @param fields not to be written to
 */
public record ModelSpec(ObjectNode fields) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ModelSpec {}

    @Override
    @JsonValue
    public ObjectNode fields() {
        return fields;
    }

    /**
     * The fields as a family's own type.
     *
     * @throws IllegalArgumentException if they are not of this type
     */
    public <T> T as(Class<T> type) {
        try {
            return Json.MAPPER.treeToValue(fields, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "model is not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }
}
