package dev.atelier.contracts.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.StringJoiner;

/** Numbers as engineers write them: {@code 0.001}, {@code 3e-4}, {@code 64}; no more digits than identify a double. */
public final class NumberText {
    /** Smaller and larger numbers have an exponent. */
    private static final int LEAST_EXPONENT = -3;

    private static final int GREATEST_EXPONENT = 9;

    private NumberText() {}

    public static String of(double number) {
        return Double.isFinite(number) ? of(new BigDecimal(Double.toString(number))) : Double.toString(number);
    }

    /** A value of any kind; text as it is, lists and objects as JSON with their numbers in the same form. */
    public static String of(JsonNode value) {
        if (value.isFloatingPointNumber()) {
            return Double.isFinite(value.doubleValue()) ? of(value.decimalValue()) : value.asText();
        }
        if (value.isArray()) {
            StringJoiner items = new StringJoiner(",", "[", "]");
            value.forEach(item -> items.add(within(item)));
            return items.toString();
        }
        if (value.isObject()) {
            StringJoiner members = new StringJoiner(",", "{", "}");
            value.properties()
                    .forEach(
                            member -> members.add(TextNode.valueOf(member.getKey()) + ":" + within(member.getValue())));
            return members.toString();
        }
        return value.isTextual() ? value.textValue() : value.toString();
    }

    private static String within(JsonNode item) {
        return item.isTextual() ? item.toString() : of(item);
    }

    private static String of(BigDecimal number) {
        if (number.signum() == 0) {
            return "0";
        }
        BigDecimal stripped = number.stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale() - 1;
        if (exponent >= LEAST_EXPONENT && exponent <= GREATEST_EXPONENT) {
            return stripped.toPlainString();
        }
        return stripped.movePointLeft(exponent).toPlainString() + "e" + exponent;
    }
}
