package dev.atelier.search.space;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Values that are listed, each as probable as the others. Where all are numbers they are ordered, and a sampler may conclude
 * from 64 that 128 is worth a trial; of other values it knows only which are equal.
 */
public final class ValueList implements Domain {
    private static final Comparator<JsonNode> NUMBERS_BY_VALUE = (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    };

    private final List<JsonNode> values;
    private final boolean isOrdered;

    /** @param values at least one, no two of them equal */
    public ValueList(List<JsonNode> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values is empty; expected at least one");
        }
        isOrdered = values.stream().allMatch(JsonNode::isNumber);
        List<JsonNode> inOrder = new ArrayList<>(values);
        if (isOrdered) {
            inOrder.sort(Comparator.comparing(JsonNode::decimalValue));
        }
        this.values = List.copyOf(inOrder);
        Set<JsonNode> distinct = new HashSet<>(values);
        if (distinct.size() < values.size()) {
            throw new IllegalArgumentException("values is " + values + "; expected no value twice");
        }
    }

    /** Whether two values are equal; numbers are where their values are, however they are written. */
    static boolean areEqual(JsonNode one, JsonNode other) {
        return one.equals(NUMBERS_BY_VALUE, other);
    }

    /** The values, ascending where they are numbers. */
    public List<JsonNode> values() {
        return values;
    }

    @Override
    public long size() {
        return values.size();
    }

    @Override
    public boolean isOrdered() {
        return isOrdered;
    }

    @Override
    public JsonNode at(double position) {
        return values.get(Math.min((int) (position * values.size()), values.size() - 1));
    }

    @Override
    public JsonNode value(long number) {
        return values.get((int) number);
    }

    @Override
    public boolean contains(JsonNode value) {
        return values.stream().anyMatch(each -> areEqual(each, value));
    }

    @Override
    public double position(JsonNode value) {
        return (number(value) + 0.5) / values.size();
    }

    @Override
    public double lower(JsonNode value) {
        return (double) number(value) / values.size();
    }

    @Override
    public double upper(JsonNode value) {
        return (number(value) + 1.0) / values.size();
    }

    private int number(JsonNode value) {
        for (int i = 0; i < values.size(); i++) {
            if (areEqual(values.get(i), value)) {
                return i;
            }
        }
        throw new IllegalArgumentException("value is " + value + "; expected one of " + values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ValueList list && values.equals(list.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
