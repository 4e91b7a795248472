package dev.atelier.contracts.study;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.MergePatch;
import dev.atelier.contracts.json.NumberText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The combinations of a study's grid by number, the last path varying fastest; one, which changes nothing, where there is no
 * grid. None is made before it is requested.
 */
final class Grid {
    private final List<Axis> axes = new ArrayList<>();
    private final long size;

    Grid(Map<String, List<JsonNode>> values) {
        long combinations = 1;
        for (Map.Entry<String, List<JsonNode>> axis : values.entrySet()) {
            axes.add(new Axis(
                    axis.getKey(),
                    axis.getValue(),
                    axis.getValue().stream().map(Grid::label).toList()));
            combinations = Math.min(combinations * axis.getValue().size(), Integer.MAX_VALUE);
        }
        size = combinations;
    }

    /** @param labels what the values are called in names of variants */
    private record Axis(String path, List<JsonNode> values, List<String> labels) {
        String name() {
            return path.substring(path.lastIndexOf('.') + 1);
        }
    }

    /** Number of combinations, at most {@link Integer#MAX_VALUE}. */
    long size() {
        return size;
    }

    /**
     * A value of a combination.
     *
     * @param path of the field that takes it
     * @param place where it was written, within the study
     */
    record AxisValue(String path, JsonNode value, String place) {}

    /** The values of a combination, in the order of the paths. */
    List<AxisValue> axisValues(long combination) {
        List<AxisValue> axisValues = new ArrayList<>();
        int[] places = places(combination);
        for (int axis = 0; axis < places.length; axis++) {
            String path = axes.get(axis).path();
            axisValues.add(new AxisValue(
                    path, axes.get(axis).values().get(places[axis]), "grid." + path + "[" + places[axis] + "]"));
        }
        return axisValues;
    }

    /** A job with a combination's values. */
    static JsonNode apply(JsonNode request, List<AxisValue> axisValues) {
        JsonNode result = request;
        for (AxisValue axisValue : axisValues) {
            result = MergePatch.apply(result, MergePatch.set(axisValue.path(), axisValue.value()));
        }
        return result;
    }

    /** The name of a variant with a combination's values. */
    String name(String variant, long combination) {
        StringBuilder name = new StringBuilder(variant);
        int[] places = places(combination);
        for (int axis = 0; axis < places.length; axis++) {
            name.append(name.isEmpty() ? "" : " ")
                    .append(axes.get(axis).name())
                    .append('=')
                    .append(axes.get(axis).labels().get(places[axis]));
        }
        return name.toString();
    }

    /** Which value of each axis a combination has. */
    private int[] places(long combination) {
        int[] places = new int[axes.size()];
        long rest = combination;
        for (int axis = places.length - 1; axis >= 0; axis--) {
            int values = axes.get(axis).values().size();
            places[axis] = (int) (rest % values);
            rest /= values;
        }
        return places;
    }

    private static String label(JsonNode value) {
        String label = NumberText.of(value);
        // A longer one is refused, whatever is behind.
        return label.length() <= VariantNames.LENGTH ? label : label.substring(0, VariantNames.LENGTH + 1);
    }
}
