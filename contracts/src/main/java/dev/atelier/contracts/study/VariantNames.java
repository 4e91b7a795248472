package dev.atelier.contracts.study;

import dev.atelier.contracts.schema.Violations;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names of a study's variants, and what refers to a variant by its name.
 *
 * @param prefix place of the study within the whole
 */
public record VariantNames(Study study, String prefix, Violations violations) {
    /** Longest name of a variant with the grid's values. */
    public static final int LENGTH = 300;

    private static final int JOB_NAME_LENGTH = 200;
    private static final int NAMES_SHOWN = 12;

    /** Reports names that two variants have, and a baseline that is none. */
    void checkDeclared() {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < study.variants().size(); i++) {
            String name = study.variants().get(i).name();
            if (!names.add(name)) {
                violations.report(
                        prefix + "variants[" + i + "].name", quoted(name), () -> "a name that no other variant has");
            }
        }
        String baseline = study.baseline();
        if (baseline != null && !names.contains(baseline)) {
            violations.report(
                    prefix + "baseline",
                    quoted(baseline),
                    () -> names.isEmpty()
                            ? "no baseline, as the study declares no variants"
                            : "the name of a variant: " + some(names));
        }
    }

    /** Reports a name that has become too long by the grid's values. */
    void checkLength(String name) {
        if (name.length() > LENGTH) {
            violations.report(
                    prefix + "grid", name, () -> "values that make a name of at most " + LENGTH + " characters");
        }
    }

    /**
     * Reports published values of what is no variant.
     *
     * @param variants the names of all variants, with the grid's values
     */
    void checkPublished(Set<String> variants) {
        Study.PublishedGrid published = study.published();
        if (published != null) {
            published.values().keySet().stream()
                    .filter(name -> !variants.contains(name))
                    .forEach(name -> violations.report(
                            prefix + "published.values",
                            quoted(name),
                            () -> "the name of a variant with the grid's values: " + some(variants)));
        }
    }

    /** The name of a job of a variant: of bounded length, whatever the study is called. */
    public static String jobName(String study, String variant, long seed) {
        String name = (variant.equals(study) ? study : study + "/" + variant) + " seed " + seed;
        if (name.length() <= JOB_NAME_LENGTH) {
            return name;
        }
        boolean isCutInTwo = Character.isHighSurrogate(name.charAt(JOB_NAME_LENGTH - 1));
        return name.substring(0, isCutInTwo ? JOB_NAME_LENGTH - 1 : JOB_NAME_LENGTH);
    }

    /** A name as JSON has it, cut where it is too long. */
    static String quoted(String text) {
        return "\"" + (text.length() <= LENGTH ? text : text.substring(0, LENGTH) + "…") + "\"";
    }

    private static String some(Set<String> names) {
        return names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "))
                + (names.size() > NAMES_SHOWN ? ", …" : "");
    }
}
