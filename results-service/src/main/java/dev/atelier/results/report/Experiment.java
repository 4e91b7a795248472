package dev.atelier.results.report;

import dev.atelier.contracts.metric.Direction;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.study.Study;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.view.study.StudyView;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A study, or a part of one, with everything known of its jobs.
 *
 * @param definition what was requested
 */
record Experiment(Study definition, List<Variant> variants) {
    Experiment {
        variants = List.copyOf(variants);
    }

    /**
     * A variant with its jobs, one for each seed.
     *
     * @param row its figures over the seeds
     * @param members its jobs as the study requested them
     * @param jobs those of them that are known
     */
    record Variant(StudyView.VariantRow row, List<StudyView.Member> members, List<JobHistory> jobs) {
        Variant {
            members = List.copyOf(members);
            jobs = List.copyOf(jobs);
        }

        String name() {
            return row.variant();
        }

        /** Test accuracies in percent by the seeds that the study requested. */
        SortedMap<Long, Double> testAccuracies() {
            SortedMap<Long, Double> bySeed = new TreeMap<>();
            for (StudyView.Member member : members) {
                jobs.stream()
                        .filter(job -> job.job().id().equals(member.job()))
                        .findFirst()
                        .flatMap(Measured::testAccuracy)
                        .ifPresent(accuracy -> bySeed.put(member.seed(), accuracy));
            }
            return bySeed;
        }

        /** Mean of what variants are chosen by. */
        OptionalDouble objective(Metric metric) {
            return mean(job -> Measured.objective(job, metric));
        }

        /** Mean of a figure over the seeds that have it. */
        OptionalDouble mean(Function<JobHistory, Optional<Double>> figure) {
            return jobs.stream()
                    .flatMap(job -> figure.apply(job).stream())
                    .mapToDouble(Double::doubleValue)
                    .average();
        }
    }

    String name() {
        return definition.study();
    }

    /** The variants that have a result, the best by the study's objective first. */
    List<Variant> ranked() {
        Metric metric = definition.objective().metric();
        Comparator<Variant> least =
                Comparator.comparingDouble(variant -> variant.objective(metric).orElseThrow());
        return variants.stream()
                .filter(variant -> variant.objective(metric).isPresent())
                .sorted(definition.objective().direction() == Direction.MAX ? least.reversed() : least)
                .toList();
    }

    /** The best variant by the study's objective. */
    Optional<Variant> chosen() {
        return ranked().stream().findFirst();
    }
}
