package dev.atelier.search.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import dev.atelier.contracts.json.NumberText;
import dev.atelier.contracts.study.VariantNames;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** The names of trials as variants of their study, with their parameters in few digits. */
public final class TrialNames {
    private static final String TRIAL = "trial ";
    private static final String CONFIRMATION = "confirmed trial ";
    private static final MathContext SHOWN = new MathContext(4, RoundingMode.HALF_EVEN);

    private TrialNames() {}

    /**
     * The name of a trial, such as {@code trial 12 batchSize=64 learningRate=0.003162}. No variant that people declare has a
     * space in its name.
     */
    public static String trial(int trial, SortedMap<String, JsonNode> parameters) {
        return name(TRIAL + trial, parameters);
    }

    /** Whether a variant of a study with a search is a trial. */
    public static boolean isTrial(String variant) {
        return variant.startsWith(TRIAL);
    }

    /** Whether it is the winner with other seeds. */
    public static boolean isConfirmation(String variant) {
        return variant.startsWith(CONFIRMATION);
    }

    /** The name of the winner where it is trained again with other seeds. */
    public static String confirmation(int trial, SortedMap<String, JsonNode> parameters) {
        return name(CONFIRMATION + trial, parameters);
    }

    private static String name(String start, SortedMap<String, JsonNode> parameters) {
        String name = parameters.entrySet().stream()
                .map(TrialNames::assignment)
                .collect(Collectors.joining(" ", start + " ", ""));
        return name.length() <= VariantNames.LENGTH ? name : name.substring(0, VariantNames.LENGTH - 1) + "…";
    }

    private static String assignment(Map.Entry<String, JsonNode> parameter) {
        String path = parameter.getKey();
        return path.substring(path.lastIndexOf('.') + 1) + "=" + value(parameter.getValue());
    }

    /** The value of a parameter as people read it. */
    public static String value(JsonNode value) {
        return NumberText.of(
                value.isFloatingPointNumber()
                        ? DecimalNode.valueOf(value.decimalValue().round(SHOWN))
                        : value);
    }
}
