package dev.atelier.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.check.FieldNames;
import dev.atelier.contracts.metric.Direction;
import dev.atelier.contracts.schema.Violations;
import dev.atelier.search.space.SearchSpace;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Reads the {@code search} of a study:
 *
 * <pre>{@code
 * algorithm: asha      # grid, random, tpe, successiveHalving, hyperband or asha
 * space: {…}           # see SearchSpace
 * trials: 64           # not needed for a grid, which has as many as its space
 * seed: 7
 * eta: 3               # these three for successiveHalving, hyperband and asha
 * minEpochs: 1
 * sampler: tpe         # tpe or random; of hyperband and asha
 * parallel: 4
 * seeds: 1
 * budget: {epochs: 2000, seconds: 3600}
 * confirm: {seeds: 5}  # not part of the search itself: the winner is trained again with other seeds
 * }</pre>
 */
public final class SearchSpecReader {
    private static final int MOST_TRIALS = 1000;
    private static final int MOST_PARALLEL = 1000;
    private static final int MOST_SEEDS = 100;
    private static final int MOST_EPOCHS = 1_000_000;
    private static final long MOST_IN_ALL = 1L << 53;
    private static final long MOST_SECONDS = 365 * 24 * 3600;
    private static final List<String> BUDGETS = List.of("epochs", "seconds");
    private static final Map<String, TrialSchedule> SCHEDULES = Map.of(
            "grid", TrialSchedule.FULL,
            "random", TrialSchedule.FULL,
            "tpe", TrialSchedule.FULL,
            "successiveHalving", TrialSchedule.SUCCESSIVE_HALVING,
            "hyperband", TrialSchedule.HYPERBAND,
            "asha", TrialSchedule.ASHA);
    private static final List<String> ALGORITHMS =
            List.of("grid", "random", "tpe", "successiveHalving", "hyperband", "asha");
    private static final List<String> FIELDS = List.of(
            "algorithm",
            "space",
            "trials",
            "seed",
            "eta",
            "minEpochs",
            "sampler",
            "parallel",
            "seeds",
            "budget",
            "confirm");
    private static final List<String> OF_RUNGS = List.of("eta", "minEpochs", "sampler");

    private final JsonNode search;
    private final Violations violations = new Violations(Deadline.none());

    private SearchSpecReader(JsonNode search) {
        this.search = search;
    }

    /**
     * Reads a search.
     *
     * @param epochs of the study's jobs: the horizon of a complete training
     * @param direction of the study's objective
     * @return the search, or violations whose fields are paths within it
     */
    public static Checked<SearchSpec> read(JsonNode search, int epochs, Direction direction) {
        return new SearchSpecReader(search).read(epochs, direction);
    }

    private Checked<SearchSpec> read(int epochs, Direction direction) {
        if (!search.isObject()) {
            violations.report("", search, () -> "an object with algorithm and space");
            return new Checked.Invalid<>(violations.all());
        }
        search.propertyStream()
                .map(Map.Entry::getKey)
                .filter(name -> !FIELDS.contains(name))
                .forEach(this::reportUnknown);
        String algorithm = search.path("algorithm").asText();
        TrialSchedule schedule = SCHEDULES.get(algorithm);
        if (schedule == null) {
            violations.report(
                    "algorithm",
                    search.path("algorithm"),
                    () -> "one of " + String.join(", ", ALGORITHMS) + nearest(algorithm));
        }
        Checked<SearchSpace> space = SearchSpace.read(search.path("space"));
        if (space instanceof Checked.Invalid<SearchSpace>(var found)) {
            found.forEach(violations::report);
        }
        if (schedule == TrialSchedule.FULL) {
            OF_RUNGS.stream()
                    .filter(search::has)
                    .forEach(name -> violations.report(
                            name, search.get(name), () -> "nothing: " + algorithm + " trains every trial to its end"));
        }
        boolean isGrid = algorithm.equals("grid");
        if (isGrid && space instanceof Checked.Valid<SearchSpace>(var grid)) {
            checkGrid(grid);
        }
        int trials = (int) number("trials", search.path("trials"), 1, MOST_TRIALS, isGrid ? MOST_TRIALS : -1);
        long seed = number("seed", search.path("seed"), -MOST_IN_ALL, MOST_IN_ALL, 0);
        int eta = (int) number("eta", search.path("eta"), 2, MOST_SEEDS, SearchSpec.DEFAULT_ETA);
        int minEpochs = (int) number("minEpochs", search.path("minEpochs"), 1, epochs, 1);
        int parallel = (int) number("parallel", search.path("parallel"), 1, MOST_PARALLEL, 1);
        int seeds = (int) number("seeds", search.path("seeds"), 1, MOST_SEEDS, 1);
        OptionalLong budget = budget();
        checkConfirmation();
        Sampling sampling = sampling(algorithm);
        return violations.isEmpty() && schedule != null && epochs <= MOST_EPOCHS
                ? new Checked.Valid<>(new SearchSpec(
                        schedule,
                        sampling,
                        space.orElseThrow(),
                        trials,
                        seed,
                        eta,
                        minEpochs,
                        epochs,
                        parallel,
                        seeds,
                        budget,
                        direction))
                : new Checked.Invalid<>(violations.all());
    }

    private void checkGrid(SearchSpace grid) {
        if (!grid.isCountable()) {
            violations.report(
                    "space",
                    search.get("space"),
                    () -> "points beside each uniform and log range, since a grid has all values");
        } else if (!search.has("trials") && grid.configurations(MOST_TRIALS + 1).size() > MOST_TRIALS) {
            violations.report(
                    "space", search.get("space"), () -> "at most " + MOST_TRIALS + " combinations, or trials");
        }
    }

    private Sampling sampling(String algorithm) {
        return switch (algorithm) {
            case "grid" -> Sampling.GRID;
            case "random" -> Sampling.RANDOM;
            case "tpe" -> Sampling.TPE;
            case "successiveHalving" -> {
                // All trials begin before any of them passes the first rung, from which no model is made.
                if (!search.path("sampler").asText("random").equals("random")) {
                    violations.report(
                            "sampler",
                            search.get("sampler"),
                            () -> "random: all trials begin before any of them passes the first rung");
                }
                yield Sampling.RANDOM;
            }
            default ->
                switch (search.path("sampler").asText("tpe")) {
                    case "tpe" -> Sampling.TPE;
                    case "random" -> Sampling.RANDOM;
                    default -> {
                        violations.report("sampler", search.get("sampler"), () -> "tpe or random");
                        yield Sampling.RANDOM;
                    }
                };
        };
    }

    private OptionalLong budget() {
        JsonNode budget = search.path("budget");
        if (budget.isMissingNode()) {
            return OptionalLong.empty();
        }
        if (!budget.isObject() || budget.isEmpty() || !BUDGETS.containsAll(names(budget))) {
            violations.report(
                    "budget", budget, () -> "an object with epochs or seconds or both, such as {\"epochs\": 2000}");
            return OptionalLong.empty();
        }
        if (budget.has("seconds")) {
            number("budget.seconds", budget.get("seconds"), 1, MOST_SECONDS, 1);
        }
        return budget.has("epochs")
                ? OptionalLong.of(number("budget.epochs", budget.get("epochs"), 1, MOST_IN_ALL, 1))
                : OptionalLong.empty();
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private void checkConfirmation() {
        JsonNode confirm = search.path("confirm");
        if (confirm.isMissingNode()) {
            return;
        }
        if (!confirm.isObject() || confirm.size() != 1 || !confirm.has("seeds")) {
            violations.report("confirm", confirm, () -> "an object with seeds, such as {\"seeds\": 5}");
        } else {
            number("confirm.seeds", confirm.get("seeds"), 1, MOST_SEEDS, 1);
        }
    }

    /** @param otherwise the value where the field is missing; negative if it must not be */
    private long number(String field, JsonNode written, long least, long greatest, long otherwise) {
        if (written.isMissingNode() && otherwise >= 0) {
            return otherwise;
        }
        if (written.isIntegralNumber() && written.canConvertToLong()) {
            long number = written.longValue();
            if (number >= least && number <= greatest) {
                return number;
            }
        }
        violations.report(field, written, () -> "a whole number from " + least + " to " + greatest);
        return least;
    }

    private void reportUnknown(String name) {
        violations.report(
                name,
                search.path(name),
                () -> "no such field"
                        + FieldNames.nearest(name, FIELDS)
                                .map(near -> "; perhaps " + near)
                                .orElse(""));
    }

    private static String nearest(String algorithm) {
        return FieldNames.nearest(algorithm, ALGORITHMS)
                .map(near -> "; perhaps " + near)
                .orElse("");
    }
}
