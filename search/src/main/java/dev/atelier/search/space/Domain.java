package dev.atelier.search.space;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The values that a parameter may have. A domain maps the unit interval to its values, so that samplers need to know no
 * units: a uniform position gives a value by the domain's own distribution (uniform, or uniform in the logarithm).
 */
public sealed interface Domain permits NumberRange, ValueList {
    /** The size of a domain whose values cannot be counted. */
    long UNCOUNTABLE = Long.MAX_VALUE;

    /** Number of values, at least 1; {@link #UNCOUNTABLE} for a continuous range. */
    long size();

    /** Whether near positions are near values. Where not, a position is no more than the place of a category. */
    boolean isOrdered();

    /**
     * The value at a position.
     *
     * @param position from 0 (inclusive) to 1 (inclusive)
     */
    JsonNode at(double position);

    /**
     * The value of a countable domain by its number, ascending where the domain is ordered.
     *
     * @param number from 0 to {@code size() - 1}
     */
    JsonNode value(long number);

    /** Whether a value is of this domain. */
    boolean contains(JsonNode value);

    /** The middle of the positions that have a value. */
    double position(JsonNode value);

    /** The first position that has a value; the position itself in a continuous range. */
    double lower(JsonNode value);

    /** The end of the positions that have a value; the position itself in a continuous range. */
    double upper(JsonNode value);
}
