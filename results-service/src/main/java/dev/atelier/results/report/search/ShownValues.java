package dev.atelier.results.report.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.TrialResult;
import dev.atelier.contracts.json.NumberText;
import dev.atelier.results.chart.Quantity;
import dev.atelier.search.study.TrialNames;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * The values of a search as they are shown: fractions in percent, numbers in few digits.
 *
 * @param quantity of the objective
 */
record ShownValues(Quantity quantity) {
    private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);
    private static final int PERCENT = 100;

    double number(double value) {
        return quantity.isFraction() ? PERCENT * value : value;
    }

    String result(TrialResult result) {
        Double value = result.value();
        if (value == null) {
            return "failed";
        }
        BigDecimal number = BigDecimal.valueOf(number(value));
        return quantity.isFraction()
                ? number.setScale(2, RoundingMode.HALF_EVEN).toPlainString()
                : NumberText.of(number.round(DIGITS).doubleValue());
    }

    String withUnit(TrialResult result) {
        String[] parts = quantity.label().split(", ", 2);
        return parts.length == 1 ? parts[0] + " " + result(result) : parts[0] + " " + result(result) + " " + parts[1];
    }

    static String parameter(@Nullable JsonNode value) {
        return value == null ? "" : TrialNames.value(value);
    }
}
