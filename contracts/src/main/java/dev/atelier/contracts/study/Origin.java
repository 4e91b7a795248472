package dev.atelier.contracts.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.atelier.contracts.study.Grid.AxisValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where in a study a job comes from: its variant, the values of the grid, and the seed.
 *
 * @param prefix place of the study within the whole
 * @param number of the variant among those of the study
 * @param patch of the variant
 * @param axisValues the grid's values
 * @param seed number of the seed among those of the study
 * @param name of the variant, with the grid's values
 */
record Origin(
        String prefix, Study study, int number, JsonNode patch, List<AxisValue> axisValues, int seed, String name) {
    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

    Origin {
        axisValues = List.copyOf(axisValues);
    }

    Origin withSeed(int another) {
        return new Origin(prefix, study, number, patch, axisValues, another, name);
    }

    /**
     * Something that distinguishes the job from others of the study.
     *
     * @param place where it was written
     */
    record OriginPart(String place, JsonNode value) {}

    /** What distinguishes the job from others of the study. All jobs of one study have the same number of parts. */
    List<OriginPart> parts() {
        List<OriginPart> parts = new ArrayList<>();
        if (!study.variants().isEmpty()) {
            parts.add(new OriginPart(prefix + "variants[" + number + "]", TextNode.valueOf(name)));
        }
        axisValues.forEach(axisValue -> parts.add(new OriginPart(prefix + axisValue.place(), axisValue.value())));
        if (!study.seeds().isEmpty()) {
            parts.add(new OriginPart(
                    prefix + "seeds[" + seed + "]",
                    LongNode.valueOf(study.seeds().get(seed))));
        }
        return parts;
    }

    /** Where a field of the job was written: among the seeds, in the grid, in the variant's patch or in the base. */
    String of(String field) {
        if (field.equals("seed") && !study.seeds().isEmpty()) {
            return prefix + "seeds[" + seed + "]";
        }
        boolean isInPatch = has(patch, field);
        Optional<String> ofGrid = axisValues.reversed().stream()
                .filter(axisValue -> isWithin(field, axisValue.path()))
                .filter(axisValue -> has(axisValue.value(), below(field, axisValue.path()))
                        || !(isInPatch || has(study.base(), field)))
                .findFirst()
                .map(axisValue ->
                        axisValue.place() + field.substring(axisValue.path().length()));
        if (ofGrid.isPresent()) {
            return prefix + ofGrid.get();
        }
        // The grid is applied last: what is wrong with an object that it sets a member of is its doing.
        Optional<String> belowField = axisValues.stream()
                .filter(axisValue -> axisValue.path().startsWith(field + "."))
                .findFirst()
                .map(AxisValue::place);
        if (belowField.isPresent()) {
            return prefix + belowField.get();
        }
        return isInPatch
                ? prefix + "variants[" + number + "].patch." + field
                : prefix + "base" + (field.isEmpty() ? "" : "." + field);
    }

    private static boolean isWithin(String field, String path) {
        return field.equals(path) || field.startsWith(path + ".") || field.startsWith(path + "[");
    }

    /** The rest of a field's path behind that of an object which it lies in, without indices; empty for the object itself. */
    private static String below(String field, String path) {
        String rest = INDEX.matcher(field.substring(path.length())).replaceAll("");
        return rest.startsWith(".") ? rest.substring(1) : rest;
    }

    private static boolean has(JsonNode document, String field) {
        JsonNode node = document;
        for (String name : field.isEmpty()
                ? new String[0]
                : INDEX.matcher(field).replaceAll("").split("\\.", -1)) {
            node = node.path(name);
        }
        return !node.isMissingNode();
    }
}
