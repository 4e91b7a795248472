package dev.atelier.results.report;

import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.metric.Direction;
import dev.atelier.results.statistics.Ranking;
import dev.atelier.results.statistics.Verdict;
import dev.atelier.results.view.study.StudyView;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/** The sentences of a report. */
final class Sentences {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final int MOST_NAMES = 8;
    private static final String FIGURES =
            "Accuracies are in percent; ± is the sample standard deviation over seeds, brackets hold 95 % intervals.";
    private static final String CONSTANT =
            " 'On each' marks a difference that is the same on each seed; it has no interval.";

    private Sentences() {}

    static String submitted(StudyView.Summary study) {
        return "Submitted on " + DAY.format(study.acceptedAt()) + ".";
    }

    static String lead(StudyView.Summary study) {
        String ended = study.ended() == 0 ? "" : " " + study.ended() + " failed or were cancelled.";
        return study.completed() + " of " + Counted.of(study.jobs(), "job") + " completed"
                + (study.open() == 0 ? "" : " so far") + "." + ended;
    }

    /** How to read the tables of experiments. */
    static String figures(List<StudyReport.ExperimentReport> parts) {
        boolean anyConstant = parts.stream()
                .flatMap(part -> part.variants().stream())
                .flatMap(variant -> variant.comparison().stream())
                .anyMatch(comparison -> comparison.verdict() == Verdict.CONSTANT);
        return FIGURES + (anyConstant ? CONSTANT : "");
    }

    /** Which variant is the best, and by what. */
    static String choice(Experiment experiment, Ranking ranking) {
        int measured = ranking.order().size();
        if (measured == 0) {
            return "No variant has a result yet.";
        }
        if (experiment.variants().size() == 1) {
            return "There is only one variant.";
        }
        String finding = measured == 1
                ? "'" + ranking.order().getFirst() + "' is the only variant with a result."
                : best(experiment, ranking) + seeds(ranking) + ". The test images were not used for the choice.";
        return soFar(experiment) + finding;
    }

    private static String soFar(Experiment experiment) {
        int open = experiment.open();
        int jobs = experiment.variants().stream()
                .mapToInt(variant -> variant.members().size())
                .sum();
        return open == 0 ? "" : "So far, with " + (jobs - open) + " of " + Counted.of(jobs, "job") + " ended: ";
    }

    private static String best(Experiment experiment, Ranking ranking) {
        String metric = "mean " + experiment.definition().objective().metric().title();
        if (ranking.isTie()) {
            return names(ranking.best()) + " are equal: they have the same " + metric;
        }
        String best = experiment.definition().objective().direction() == Direction.MAX ? "highest" : "lowest";
        return names(ranking.best()) + (ranking.best().size() == 1 ? " has the " : " share the ") + best + " " + metric;
    }

    /** Over which seeds the means are that decide, where that is not all of each. */
    private static String seeds(Ranking ranking) {
        if (ranking.alike()) {
            return "";
        }
        return switch (ranking.commonSeeds()) {
            case 0 -> ", each over its own seeds, as no seed is common to all";
            case 1 -> " on the one seed that all variants with a result have in common";
            default -> " on the " + ranking.commonSeeds() + " seeds that all variants with a result have in common";
        };
    }

    private static String names(Collection<String> variants) {
        List<String> shown = variants.stream()
                .limit(MOST_NAMES)
                .map(name -> "'" + name + "'")
                .collect(Collectors.toCollection(ArrayList::new));
        int further = variants.size() - shown.size();
        if (further > 0) {
            shown.add(further + " more");
        }
        return shown.size() == 1
                ? shown.getFirst()
                : String.join(", ", shown.subList(0, shown.size() - 1)) + " and " + shown.getLast();
    }

    /** @param deleted results whose files were deleted */
    static List<String> notes(Experiment experiment, List<VariantReport> variants, long deleted) {
        List<String> notes = new ArrayList<>();
        if (variants.stream().anyMatch(variant -> variant.counted() == 1)) {
            notes.add(
                    "With one seed, small differences are not significant: another seed of the same variant differs by as much.");
        }
        Optional.ofNullable(experiment.definition().baseline())
                .ifPresent(baseline -> notes.addAll(baselineNotes(experiment, baseline, variants)));
        long reused = variants.stream().mapToLong(VariantReport::reused).sum();
        if (reused > 0) {
            notes.add(Counted.of(reused, "result") + (reused == 1 ? " was" : " were")
                    + " reused from earlier submissions.");
        }
        if (deleted > 0) {
            notes.add("The files of " + Counted.of(deleted, "result")
                    + " were deleted, so their variants have no intervals over test images.");
        }
        variants.forEach(variant -> addNotes(variant, notes));
        return notes;
    }

    /** Why variants that have a result are not compared with the baseline. */
    private static List<String> baselineNotes(Experiment experiment, String baseline, List<VariantReport> variants) {
        if (variants.stream()
                .noneMatch(variant -> experiment.declared(variant.name()).equals(baseline))) {
            return List.of("The baseline '" + baseline + "' is not a variant; nothing is compared with it.");
        }
        SequencedMap<MissingResult, SequencedSet<String>> withoutResult = new LinkedHashMap<>();
        List<String> withoutCommonSeed = new ArrayList<>();
        for (VariantReport variant : variants) {
            String declared = experiment.declared(variant.name());
            if (declared.equals(baseline)
                    || variant.test().isEmpty()
                    || variant.comparison().isPresent()) {
                continue;
            }
            String base = baseline + variant.name().substring(declared.length());
            Optional<VariantReport> report =
                    variants.stream().filter(other -> other.name().equals(base)).findFirst();
            if (report.filter(known -> known.test().isPresent()).isPresent()) {
                withoutCommonSeed.add(variant.name());
            } else {
                withoutResult
                        .computeIfAbsent(MissingResult.of(experiment, report), why -> new LinkedHashSet<>())
                        .add(base);
            }
        }
        List<String> notes = new ArrayList<>();
        withoutResult.forEach((why, bases) ->
                notes.add("Nothing is compared with the " + (bases.size() == 1 ? "baseline " : "baselines ")
                        + names(bases) + ": " + why.clause(bases.size()) + "."));
        if (!withoutCommonSeed.isEmpty()) {
            notes.add(names(withoutCommonSeed)
                    + (withoutCommonSeed.size() == 1 ? " is" : " are")
                    + " not compared with the baseline: no seed has a result of both.");
        }
        return notes;
    }

    /** Why a baseline has no result. */
    private enum MissingResult {
        NO_VARIANT("the study does not have it", "the study does not have them"),
        DIVERGED("all its jobs diverged", "all their jobs diverged"),
        OPEN("no job has a result yet", "no job has a result yet"),
        ENDED("no job has a result", "no job has a result");

        private final String ofOne;
        private final String ofSeveral;

        MissingResult(String ofOne, String ofSeveral) {
            this.ofOne = ofOne;
            this.ofSeveral = ofSeveral;
        }

        /** @param baseline empty where the study has no such variant */
        static MissingResult of(Experiment experiment, Optional<VariantReport> baseline) {
            if (baseline.isEmpty()) {
                return NO_VARIANT;
            }
            if (baseline.get().diverged() == baseline.get().jobs()) {
                return DIVERGED;
            }
            boolean isOpen = experiment.variants().stream()
                    .filter(variant -> variant.name().equals(baseline.get().name()))
                    .flatMap(variant -> variant.members().stream())
                    .anyMatch(member -> !member.state().hasEnded());
            return isOpen ? OPEN : ENDED;
        }

        /** The end of a sentence about so many baselines. */
        String clause(int baselines) {
            return baselines == 1 ? ofOne : ofSeveral;
        }
    }

    /** How configurations are listed that several variants have; empty where there are none. */
    static String shared(List<StudyReport.ConfigurationReport> configurations) {
        return configurations.stream().allMatch(each -> each.variants().size() == 1)
                ? ""
                : "Variants of one configuration are listed once, over the seeds of all their experiments; published figures are"
                        + " compared with the seeds of each experiment alone.";
    }

    private static void addNotes(VariantReport variant, List<String> notes) {
        String name = "'" + variant.name() + "': ";
        if (variant.diverged() > 0) {
            notes.add(name + variant.diverged() + " of " + Counted.of(variant.jobs(), "seed") + " diverged and "
                    + (variant.diverged() == 1 ? "is" : "are") + " not part of the mean.");
        }
        if (variant.repeated() > 0) {
            notes.add(name + variant.repeated() + " of " + Counted.of(variant.jobs(), "job")
                    + " ended with the same weights as another one, and "
                    + (variant.repeated() == 1 ? "does" : "do")
                    + " not count again.");
        }
        variant.failures().forEach(reason -> notes.add(name + "no result: " + reason));
    }
}
