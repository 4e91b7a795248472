package dev.atelier.results.text;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts in the order of the numbers in them: {@code batchSize=64} before {@code batchSize=128}, {@code 3e-4} before
 * {@code 0.001}, {@code [64]} before {@code [64,32]}. Between the numbers the order is that of the characters.
 */
public final class NumericOrder implements Comparator<String> {
    /** A sign is one where a value begins; elsewhere it joins words. */
    private static final Pattern NUMBER =
            Pattern.compile("(?:(?<=^|[=\\[,( ])-)?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d{1,9})?");

    @Override
    public int compare(String one, String other) {
        List<Part> parts = parts(one);
        List<Part> others = parts(other);
        for (int i = 0; i < Math.min(parts.size(), others.size()); i++) {
            int order = parts.get(i).compareTo(others.get(i));
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(parts.size(), others.size());
        return order != 0 ? order : one.compareTo(other);
    }

    /** Text with the number behind it. */
    private record Part(String text, BigDecimal number) implements Comparable<Part> {
        @Override
        public int compareTo(Part other) {
            int order = text.compareTo(other.text);
            return order != 0 ? order : number.compareTo(other.number);
        }
    }

    private static List<Part> parts(String text) {
        // The end of a list is before its continuation.
        String ordered = text.replace(']', ' ');
        List<Part> parts = new ArrayList<>();
        Matcher number = NUMBER.matcher(ordered);
        int end = 0;
        while (number.find()) {
            parts.add(new Part(ordered.substring(end, number.start()), new BigDecimal(number.group())));
            end = number.end();
        }
        if (end < ordered.length()) {
            parts.add(new Part(ordered.substring(end), BigDecimal.ZERO));
        }
        return parts;
    }
}
