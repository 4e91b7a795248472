package dev.atelier.search.study;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.JobCheck;
import dev.atelier.contracts.schema.Violations;
import dev.atelier.contracts.study.SearchSeeds;
import dev.atelier.contracts.study.Study;
import dev.atelier.contracts.study.StudyExpansion;
import dev.atelier.search.SearchHistory;
import dev.atelier.search.SearchSpec;
import dev.atelier.search.SearchStep;
import dev.atelier.search.algorithm.SearchAlgorithms;
import dev.atelier.search.space.SearchSpace;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Checks the search of a study before any trial begins. Each parameter is tried at the bounds of its domain, with the others
 * in the middle of theirs: a path that no job has, and a value that none may have, are found here. A combination that turns
 * out to be wrong later is a failed trial.
 */
public final class SearchCheck {
    /** Fields that all trials must have the same of, or that decide nothing. */
    private static final Set<String> FIXED = Set.of(
            "seed",
            "training.epochs",
            "data.dataset",
            "data.split",
            "data.limit",
            "evaluation",
            "runtime",
            "name",
            "tags",
            "priority",
            "version",
            "fork");

    private final Study study;
    private final JsonNode search;
    private final JobCheck check;
    private final Violations violations;

    private SearchCheck(Study study, JsonNode search, JobCheck check, Violations violations) {
        this.study = study;
        this.search = search;
        this.check = check;
        this.violations = violations;
    }

    /**
     * The search of a study that its schema finds nothing wrong with.
     *
     * @param check finds what is wrong with a job beyond its schema
     * @param violations empty; gets what is wrong, by the study's fields
     * @return nothing where the study has no search, or anything is wrong with it
     */
    public static Optional<SearchDefinition> check(Study study, JobCheck check, Violations violations) {
        return Optional.ofNullable(study.search())
                .flatMap(search -> new SearchCheck(study, search, check, violations).definition());
    }

    private Optional<SearchDefinition> definition() {
        Violations own = violations.under(field -> field.isEmpty() ? "search" : "search." + field);
        if (!(SearchSpace.read(search.path("space")) instanceof Checked.Valid<SearchSpace>(SearchSpace space))) {
            report(own, SearchSpace.read(search.path("space")));
            return Optional.empty();
        }
        space.parameters().stream()
                .filter(parameter -> FIXED.stream().anyMatch(fixed -> isWithin(parameter.path(), fixed)))
                .forEach(parameter -> own.report(
                        "space." + parameter.path(),
                        search.path("space").path(parameter.path()),
                        () -> "another field: all trials have the same"));
        if (study.base().has("fork")) {
            violations.report(
                    "base.fork",
                    study.base().get("fork"),
                    () -> "nothing: trials start from initial weights of their own");
        }
        if (!violations.all().isEmpty()) {
            return Optional.empty();
        }
        OptionalInt epochs = checkJobs(space);
        if (epochs.isEmpty()) {
            return Optional.empty();
        }
        SearchDefinition definition =
                new SearchDefinition(study.study(), study.base(), search, study.objective(), epochs.getAsInt());
        Checked<SearchSpec> spec = definition.read();
        report(own, spec);
        if (spec instanceof Checked.Valid<SearchSpec>(SearchSpec sound)) {
            checkSize(sound, own);
        }
        return violations.all().isEmpty() ? Optional.of(definition) : Optional.empty();
    }

    private static void report(Violations own, Checked<?> checked) {
        if (checked instanceof Checked.Invalid<?>(List<Violation> found)) {
            found.forEach(own::report);
        }
    }

    private void checkSize(SearchSpec spec, Violations own) {
        int trials = spec.trials();
        int confirmation = SearchSeeds.of(study.base(), search).ofConfirmation().size();
        long others = (long) study.variants().size() * Math.max(1, confirmation) + confirmation;
        long jobs = (long) trials * spec.seeds() + others;
        if (jobs > StudyExpansion.MAX_JOBS) {
            own.report(
                    search.has("trials") ? "trials" : "space",
                    trials + " trials, which make " + jobs + " jobs",
                    () -> "at most " + StudyExpansion.MAX_JOBS + " jobs, of trials, variants and the confirmation");
        }
        boolean canBegin = SearchAlgorithms.of(spec)
                .step(SearchHistory.empty(spec.seeds()))
                .filter(SearchStep.StartTrial.class::isInstance)
                .isPresent();
        if (!canBegin) {
            own.report("budget.epochs", search.at("/budget/epochs"), () -> "enough epochs for one trial");
        }
    }

    /**
     * Checks jobs at the bounds of the space.
     *
     * @return the epochs of a complete training; nothing where anything is wrong
     */
    private OptionalInt checkJobs(SearchSpace space) {
        SearchDefinition unbounded = new SearchDefinition(study.study(), study.base(), search, study.objective(), 1);
        Set<Integer> epochs = new TreeSet<>();
        for (SortedMap<String, JsonNode> parameters : BoundaryPoints.of(space)) {
            violations.checkDeadline();
            Violations ofJob = violations.under(field -> place(parameters, field));
            Optional<Job> job = unbounded.job("trial 0", parameters, lastSeed(unbounded), check, ofJob);
            job.ifPresent(sound -> epochs.add(sound.training().epochs()));
            if (violations.isFull()) {
                break;
            }
        }
        if (epochs.size() > 1) {
            violations.report(
                    "base.training.epochs",
                    study.base().at("/training/epochs"),
                    () -> "a number of epochs, as the trials have different ones by default: " + epochs);
            return OptionalInt.empty();
        }
        return violations.all().isEmpty() && !epochs.isEmpty()
                ? OptionalInt.of(epochs.iterator().next())
                : OptionalInt.empty();
    }

    /** The greatest of all seeds: where it is possible, so are the others. */
    private static long lastSeed(SearchDefinition definition) {
        List<Long> confirmation = definition.seeds().ofConfirmation();
        return confirmation.isEmpty() ? definition.seeds().ofTrials().getLast() : confirmation.getLast();
    }

    /** Whether one path is the other or leads to a member of what the other leads to. */
    private static boolean isWithin(String path, String other) {
        return path.equals(other) || path.startsWith(other + ".") || other.startsWith(path + ".");
    }

    /** Where a field of a trial's job was written. */
    private static String place(SortedMap<String, JsonNode> parameters, String field) {
        return parameters.keySet().stream()
                .filter(path -> field.equals(path)
                        || field.startsWith(path + ".")
                        || field.startsWith(path + "[")
                        || path.startsWith(field + ".") && !field.isEmpty())
                .findFirst()
                .map(path -> "search.space." + path)
                .orElse("base" + (field.isEmpty() ? "" : "." + field));
    }
}
