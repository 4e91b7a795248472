package dev.atelier.contracts.check;

/** A number of things in a sentence: {@code 1 epoch}, {@code 2 epochs}. */
public final class Counted {
    private Counted() {}

    /** @param singular of a noun with a regular plural, such as {@code test image} or {@code study} */
    public static String of(long count, String singular) {
        return count + " " + noun(count, singular);
    }

    /** The noun alone. */
    public static String noun(long count, String singular) {
        if (count == 1) {
            return singular;
        }
        return singular.matches(".*[^aeiou]y")
                ? singular.substring(0, singular.length() - 1) + "ies"
                : singular + (singular.matches(".*(s|x|tch|sh)") ? "es" : "s");
    }
}
