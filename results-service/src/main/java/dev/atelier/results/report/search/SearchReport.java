package dev.atelier.results.report.search;

import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.event.TrialResult;
import dev.atelier.results.chart.Chart;
import dev.atelier.results.chart.Quantity;
import dev.atelier.results.text.Fields;
import dev.atelier.results.view.search.SearchView;
import dev.atelier.results.view.search.SearchView.TrialState;
import dev.atelier.results.view.search.SearchView.TrialView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A search as people read it.
 *
 * @param summary how far it is and what it found, in sentences
 * @param columns names of the parameters, then the epochs at which trials were observed
 * @param rows the trials, the best first
 */
public record SearchReport(String summary, List<String> columns, List<Row> rows, List<Chart> charts) {
    private static final int MOST_ROWS = 100;

    /**
     * A trial.
     *
     * @param job the first of its jobs; empty where it has none
     * @param cells in the order of the columns
     * @param state in a word
     */
    public record Row(int trial, Optional<String> job, List<String> cells, String state, boolean isBest) {}

    /** @param quantity of the objective */
    public static SearchReport of(SearchView search, Quantity quantity) {
        ShownValues shown = new ShownValues(quantity);
        List<String> paths = search.trials().stream()
                .flatMap(trial -> trial.parameters().keySet().stream())
                .distinct()
                .sorted()
                .toList();
        List<Integer> epochs = search.trials().stream()
                .flatMap(trial -> trial.results().stream())
                .map(TrialResult::epoch)
                .distinct()
                .sorted()
                .toList();
        List<String> columns =
                new ArrayList<>(paths.stream().map(Fields::shortName).toList());
        epochs.forEach(epoch -> columns.add("epoch " + epoch));
        List<Row> rows = search.trials().stream()
                .sorted(order(search))
                .limit(MOST_ROWS)
                .map(trial -> row(search, trial, paths, epochs, shown))
                .toList();
        return new SearchReport(summary(search, shown), columns, rows, SearchCharts.of(search, paths, shown));
    }

    /** The latest epoch first, then the best. */
    private static Comparator<TrialView> order(SearchView search) {
        boolean isGreatestBest = search.direction().equals("maximize");
        double worst = isGreatestBest ? -Double.MAX_VALUE : Double.MAX_VALUE;
        Comparator<Double> byNumber = isGreatestBest ? Comparator.reverseOrder() : Comparator.naturalOrder();
        Comparator<TrialView> byValue = Comparator.comparing(
                trial -> last(trial).map(TrialResult::value).orElse(worst), byNumber);
        return Comparator.comparing(
                        (TrialView trial) -> last(trial).map(TrialResult::epoch).orElse(0), Comparator.reverseOrder())
                .thenComparing(byValue)
                .thenComparing(TrialView::trial);
    }

    private static Optional<TrialResult> last(TrialView trial) {
        return trial.results().stream().filter(result -> !result.isFailed()).reduce((first, second) -> second);
    }

    private static Row row(
            SearchView search, TrialView trial, List<String> paths, List<Integer> epochs, ShownValues shown) {
        Stream<String> parameters = paths.stream()
                .map(path -> ShownValues.parameter(trial.parameters().get(path)));
        Stream<String> results = epochs.stream()
                .map(epoch -> trial.results().stream()
                        .filter(result -> result.epoch() == epoch)
                        .findFirst()
                        .map(shown::result)
                        .orElse(""));
        return new Row(
                trial.trial(),
                trial.jobs().stream().findFirst(),
                Stream.concat(parameters, results).toList(),
                trial.state().name().toLowerCase(Locale.ROOT),
                search.best().filter(best -> best == trial.trial()).isPresent());
    }

    private static String summary(SearchView search, ShownValues shown) {
        long failed = search.trials().stream()
                .filter(trial -> trial.state() == TrialState.FAILED)
                .count();
        String begun = search.trials().size() + " of at most " + Counted.of(search.planned(), "trial") + " "
                + (search.state() == SearchView.State.ENDED ? "were trained" : "have begun")
                + (failed == 0 ? "" : ", " + failed + " of them failed") + ". ";
        long complete = search.trials().stream()
                .mapToLong(trial -> (long) search.epochs() * trial.jobs().size())
                .sum();
        String spent = Counted.of(search.epochsSpent(), "epoch") + " in all; training each of them to epoch "
                + search.epochs() + " takes " + complete + ". ";
        return begun + spent + best(search, shown)
                + "Trials are compared on validation images; the test images are read for the winner alone.";
    }

    private static String best(SearchView search, ShownValues shown) {
        return search.best()
                .map(search.trials()::get)
                .flatMap(trial -> last(trial)
                        .map(result ->
                                (search.state() == SearchView.State.ENDED ? "The winner is" : "The best so far is")
                                        + " trial " + trial.trial() + ", with " + shown.withUnit(result) + " at epoch "
                                        + result.epoch() + ". "))
                .orElse("No trial has a value yet. ");
    }
}
