package dev.atelier.contracts.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where in a study a field of one of its jobs was written: its seeds, its grid, the variant's patch or the base.
 *
 * @param prefix place of the study within the whole
 * @param patchPrefix place of the patch
 */
record Sources(String prefix, Study study, JsonNode patch, String patchPrefix) {
    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

    String of(String field) {
        if (field.equals("seed") && !study.seeds().isEmpty()) {
            return prefix + "seeds";
        }
        boolean isOfGrid = study.grid().keySet().stream()
                .anyMatch(path -> field.equals(path) || field.startsWith(path + ".") || field.startsWith(path + "["));
        if (isOfGrid) {
            return prefix + "grid." + field;
        }
        // The grid is applied last: what is wrong with an object that it sets a member of is its doing.
        Optional<String> below = study.grid().keySet().stream()
                .filter(path -> path.startsWith(field + "."))
                .findFirst();
        if (below.isPresent()) {
            return prefix + "grid." + below.get();
        }
        return isInPatch(field) ? patchPrefix + field : prefix + "base" + (field.isEmpty() ? "" : "." + field);
    }

    private boolean isInPatch(String field) {
        JsonNode node = patch;
        for (String name : INDEX.matcher(field).replaceAll("").split("\\.", -1)) {
            node = node.path(name);
        }
        return !node.isMissingNode();
    }
}
