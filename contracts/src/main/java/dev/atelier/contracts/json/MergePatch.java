package dev.atelier.contracts.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON Merge Patch, <a href="https://www.rfc-editor.org/rfc/rfc7396">RFC 7396</a>. */
public final class MergePatch {
    private MergePatch() {}

    /**
     * The target as the patch changes it; both stay as they are. Members that are null in the patch are removed. What the
     * patch does not reach is shared with the target, so the cost follows the patch, and the result is not to be written to.
     */
    public static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (target instanceof ObjectNode object) {
            result.setAll(object);
        }
        changes.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                result.remove(change.getKey());
            } else {
                result.set(change.getKey(), apply(result.path(change.getKey()), change.getValue()));
            }
        });
        return result;
    }

    /** A patch that sets one field, given by its dotted path. */
    public static ObjectNode set(String path, JsonNode value) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode parent = patch;
        String[] names = path.split("\\.", -1);
        for (int i = 0; i < names.length - 1; i++) {
            parent = parent.putObject(names[i]);
        }
        parent.set(names[names.length - 1], value);
        return patch;
    }
}
