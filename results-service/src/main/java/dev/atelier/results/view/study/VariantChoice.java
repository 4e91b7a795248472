package dev.atelier.results.view.study;

import dev.atelier.contracts.metric.Direction;
import dev.atelier.results.statistics.Ranking;
import dev.atelier.results.view.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The best variants of a study that declares variants, by its objective. Variants of different studies are not compared.
 *
 * @param experiment name of the study that declares them
 * @param objective the metric that it chooses by
 * @param direction maximize or minimize
 * @param measured how many variants have a result
 * @param best those that share the best mean; all that have a result where nothing differs
 * @param commonSeeds how many seeds all variants with a result have; where there are any, the means are over them
 * @param sameSeeds whether all variants with a result have the same seeds
 */
public record VariantChoice(
        String experiment,
        String objective,
        String direction,
        int measured,
        @Schema(maxItems = Part.MAX_LIMIT) List<String> best,
        int commonSeeds,
        boolean sameSeeds) {
    public VariantChoice {
        best = List.copyOf(best);
    }

    /** One for each study that declares any of the variants, in their order. */
    static List<VariantChoice> all(List<StudyView.VariantRow> variants, List<StudyView.Member> members) {
        SequencedMap<String, List<StudyView.VariantRow>> byExperiment = new LinkedHashMap<>();
        variants.forEach(variant -> byExperiment
                .computeIfAbsent(variant.experiment(), name -> new ArrayList<>())
                .add(variant));
        List<VariantChoice> choices = new ArrayList<>();
        byExperiment.forEach((experiment, declared) -> {
            StudyView.VariantRow first = declared.getFirst();
            Ranking ranking = ranking(
                    declared.stream().map(StudyView.VariantRow::variant).toList(),
                    members.stream()
                            .filter(member -> member.experiment().equals(experiment))
                            .toList(),
                    Direction.of(first.direction()));
            choices.add(new VariantChoice(
                    experiment,
                    first.objective(),
                    first.direction(),
                    ranking.order().size(),
                    ranking.best(),
                    ranking.commonSeeds(),
                    ranking.alike()));
        });
        return choices;
    }

    /**
     * Ranks variants by their counted jobs.
     *
     * @param variants their names, in the order in which equal ones are named
     * @param members jobs of one study
     */
    public static Ranking ranking(List<String> variants, List<StudyView.Member> members, Direction direction) {
        SequencedMap<String, SortedMap<Long, Double>> figures = new LinkedHashMap<>();
        variants.forEach(variant -> figures.put(variant, new TreeMap<>()));
        members.stream()
                .filter(StudyView.Member::counted)
                .forEach(member -> member.metrics()
                        .objective()
                        .ifPresent(value -> figures.computeIfAbsent(member.variant(), name -> new TreeMap<>())
                                .put(member.seed(), value)));
        return Ranking.of(figures, direction);
    }
}
