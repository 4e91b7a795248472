package dev.atelier.search.space;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.stream.IntStream;

/**
 * The numbers from one bound to another, both included. A continuous range gives numbers of {@value #DIGITS} significant
 * digits: more would be written into every job, and no training can distinguish them.
 *
 * <p>Logarithms and powers are those of {@link StrictMath}, so that a position gives the same value on every processor.
 *
 * @param lower the least value; greater than 0 where the range is logarithmic
 * @param upper the greatest value, greater than {@code lower}
 * @param isLogarithmic whether equal intervals of positions are equal ratios of values
 * @param isWhole whether values are whole numbers; its bounds then are, of at most 2^53
 */
public record NumberRange(double lower, double upper, boolean isLogarithmic, boolean isWhole) implements Domain {
    private static final int DIGITS = 6;
    private static final MathContext ROUNDING = new MathContext(DIGITS);

    /** A whole number takes the positions of all numbers that are rounded to it. */
    private static final double HALF = 0.5;

    public NumberRange {
        if (!(lower < upper) || !Double.isFinite(lower) || !Double.isFinite(upper) || (isLogarithmic && lower <= 0)) {
            throw new IllegalArgumentException("range is [" + lower + ", " + upper
                    + "]; expected two finite numbers in ascending order" + (isLogarithmic ? ", both above 0" : ""));
        }
    }

    @Override
    public long size() {
        return isWhole ? (long) (upper - lower) + 1 : UNCOUNTABLE;
    }

    @Override
    public boolean isOrdered() {
        return true;
    }

    @Override
    public JsonNode at(double position) {
        return number(start() + position * (end() - start()));
    }

    private JsonNode number(double scaled) {
        double number = isLogarithmic ? StrictMath.exp(scaled) : scaled;
        if (isWhole) {
            return whole(StrictMath.floor(number + HALF));
        }
        double rounded =
                Double.isFinite(number) ? new BigDecimal(number).round(ROUNDING).doubleValue() : number;
        return DoubleNode.valueOf(clamp(rounded, lower, upper));
    }

    /** So many of the numbers, at equal distances in the range's own scale, with both bounds; fewer if whole numbers coincide. */
    ValueList points(int count) {
        double first = scaled(lower);
        double last = scaled(upper);
        return new ValueList(IntStream.range(0, count)
                .mapToDouble(i -> first + i * (last - first) / (count - 1))
                .mapToObj(this::number)
                .distinct()
                .toList());
    }

    @Override
    public JsonNode value(long number) {
        if (!isWhole || number < 0 || number >= size()) {
            throw new IllegalArgumentException("number is " + number + "; expected one below the count of " + this);
        }
        return whole(lower + number);
    }

    @Override
    public boolean contains(JsonNode value) {
        return value.isNumber()
                && value.doubleValue() >= lower
                && value.doubleValue() <= upper
                && (!isWhole || value.doubleValue() == StrictMath.rint(value.doubleValue()));
    }

    @Override
    public double position(JsonNode value) {
        double number = value.doubleValue();
        return clamp((scaled(number) - start()) / (end() - start()), 0, 1);
    }

    @Override
    public double lower(JsonNode value) {
        return isWhole ? edge(value.doubleValue() - HALF) : position(value);
    }

    @Override
    public double upper(JsonNode value) {
        return isWhole ? edge(value.doubleValue() + HALF) : position(value);
    }

    private double edge(double number) {
        return clamp((scaled(number) - start()) / (end() - start()), 0, 1);
    }

    private JsonNode whole(double number) {
        double within = clamp(number, lower, upper);
        return Math.abs(within) <= Integer.MAX_VALUE
                ? IntNode.valueOf((int) within)
                : JsonNodeFactory.instance.numberNode((long) within);
    }

    private double start() {
        return scaled(isWhole ? lower - HALF : lower);
    }

    private double end() {
        return scaled(isWhole ? upper + HALF : upper);
    }

    private double scaled(double number) {
        return isLogarithmic ? StrictMath.log(number) : number;
    }

    private static double clamp(double number, double least, double greatest) {
        return Math.min(Math.max(number, least), greatest);
    }
}
