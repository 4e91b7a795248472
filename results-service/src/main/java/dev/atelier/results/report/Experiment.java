package dev.atelier.results.report;

import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.study.Study;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.statistics.Ranking;
import dev.atelier.results.text.NumericOrder;
import dev.atelier.results.view.study.StudyView;
import dev.atelier.results.view.study.VariantChoice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A study, or a part of one, with everything known of its jobs.
 *
 * @param anchor distinguishes it from the other parts of its study: lower-case letters, digits and hyphens, and nothing that
 *     anybody wrote
 * @param definition what was requested
 */
record Experiment(String anchor, Study definition, List<Variant> variants) {
    Experiment {
        variants = List.copyOf(variants);
    }

    /**
     * A variant with its jobs.
     *
     * @param row its figures over the seeds
     * @param members its jobs as the study requested them
     * @param known those of them that are known, by their ids
     */
    record Variant(StudyView.VariantRow row, List<StudyView.Member> members, SequencedMap<String, JobHistory> known) {
        Variant {
            members = List.copyOf(members);
        }

        String name() {
            return row.variant();
        }

        /** All of its jobs that are known. */
        Collection<JobHistory> jobs() {
            return known.sequencedValues();
        }

        /** Those that its figures are of, in the order of the seeds that the study requested. */
        List<JobHistory> counted() {
            return List.copyOf(bySeed().values());
        }

        /** Those whose curves are drawn: they have not diverged, and none is drawn twice. */
        List<JobHistory> drawn() {
            return members.stream()
                    .filter(member -> !member.diverged() && (member.counted() || !isCompleted(member)))
                    .map(StudyView.Member::job)
                    .distinct()
                    .flatMap(job -> Optional.ofNullable(known.get(job)).stream())
                    .toList();
        }

        /** How many completed jobs are the same training as another of its jobs. */
        int repeated() {
            return (int) members.stream()
                    .filter(member -> isCompleted(member) && !member.diverged() && !member.counted())
                    .count();
        }

        /** A figure by the seeds that the study requested. */
        SortedMap<Long, Double> bySeed(Function<JobHistory, Optional<Double>> figure) {
            SortedMap<Long, Double> values = new TreeMap<>();
            bySeed().forEach((seed, job) -> figure.apply(job).ifPresent(value -> values.put(seed, value)));
            return values;
        }

        /** Mean of what variants are chosen by. */
        OptionalDouble objective(Metric metric) {
            return mean(job -> Measured.objective(job, metric));
        }

        /** Mean of a figure over the seeds that have it. */
        OptionalDouble mean(Function<JobHistory, Optional<Double>> figure) {
            return bySeed(figure).values().stream()
                    .mapToDouble(Double::doubleValue)
                    .average();
        }

        /** Those that its figures are of, by the seeds that the study requested. */
        SortedMap<Long, JobHistory> bySeed() {
            SortedMap<Long, JobHistory> bySeed = new TreeMap<>();
            members.stream()
                    .filter(StudyView.Member::counted)
                    .forEach(member -> Optional.ofNullable(known.get(member.job()))
                            .ifPresent(job -> bySeed.put(member.seed(), job)));
            return bySeed;
        }

        private static boolean isCompleted(StudyView.Member member) {
            return member.state() == JobState.COMPLETED;
        }
    }

    String name() {
        return definition.study();
    }

    /**
     * The declared name of a variant, which the grid's values follow after a space; empty where the study declares none. A
     * variant that a search found is its own.
     */
    String declared(String variant) {
        return definition.variants().stream()
                .map(Study.Variant::name)
                .filter(name -> variant.equals(name) || variant.startsWith(name + " "))
                .max(Comparator.comparingInt(String::length))
                .orElse(definition.search() == null ? "" : variant);
    }

    /** The declared variants in their order; those of a grid in the order of their values. */
    Experiment inOrder() {
        if (definition.grid().isEmpty()) {
            return this;
        }
        List<String> names =
                definition.variants().stream().map(Study.Variant::name).toList();
        return new Experiment(
                anchor,
                definition,
                variants.stream()
                        .sorted(Comparator.comparingInt((Variant variant) -> names.indexOf(declared(variant.name())))
                                .thenComparing(Variant::name, new NumericOrder()))
                        .toList());
    }

    /** The variants that have a result, by the study's objective. */
    Ranking ranking() {
        return VariantChoice.ranking(
                variants.stream().map(Variant::name).toList(),
                variants.stream().flatMap(variant -> variant.members().stream()).toList(),
                definition.objective().direction());
    }

    /** The variants that have a result, the best by the study's objective first. */
    List<Variant> ranked() {
        List<Variant> ranked = new ArrayList<>();
        for (String name : ranking().order()) {
            variants.stream().filter(variant -> variant.name().equals(name)).forEach(ranked::add);
        }
        return ranked;
    }

    /** How many of its jobs wait or run. */
    int open() {
        return (int) variants.stream()
                .flatMap(variant -> variant.members().stream())
                .filter(member -> !member.state().hasEnded())
                .count();
    }
}
