package dev.atelier.results.report;

import dev.atelier.results.chart.Chart;
import java.util.ArrayList;
import java.util.List;

/** What is drawn of an experiment: the fields in which its variants differ, and their curves. */
final class ExperimentCharts {
    private static final int MOST_CURVES = 8;
    private static final String BAND = "Lines are means over the seeds; bands span the minimum to the maximum.";

    private final Experiment experiment;
    private final List<Experiment.Variant> drawn;
    private final String prefix;

    private ExperimentCharts(Experiment experiment) {
        this.experiment = experiment;
        this.prefix = experiment.anchor();
        List<Experiment.Variant> trained = experiment.variants().stream()
                .filter(variant ->
                        variant.drawn().stream().anyMatch(job -> !job.epochs().isEmpty()))
                .toList();
        this.drawn = trained.size() <= MOST_CURVES ? trained : best(trained);
    }

    static List<Chart> of(Experiment experiment) {
        ExperimentCharts charts = new ExperimentCharts(experiment);
        List<Chart> all = new ArrayList<>(FieldCharts.of(experiment));
        if (!charts.drawn.isEmpty()) {
            all.addAll(charts.curves());
        }
        return all;
    }

    private List<Experiment.Variant> best(List<Experiment.Variant> trained) {
        List<Experiment.Variant> ranked = experiment.ranked();
        return (ranked.isEmpty() ? trained : ranked).stream().limit(MOST_CURVES).toList();
    }

    private List<Chart> curves() {
        String which = drawn.size() == experiment.variants().size()
                ? ""
                : " Of " + experiment.variants().size() + " variants the best " + drawn.size() + " by "
                        + experiment.definition().objective().metric().name() + " are drawn.";
        return CurveCharts.of(
                prefix,
                drawn.stream()
                        .map(variant -> new CurveCharts.Line(variant.name(), variant.drawn()))
                        .toList(),
                BAND + which);
    }
}
