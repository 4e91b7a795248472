package dev.atelier.results.report;

import dev.atelier.contracts.job.JobId;
import dev.atelier.results.chart.Chart;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.projection.JobRow;
import dev.atelier.results.report.image.ModelReport;
import dev.atelier.results.report.search.SearchReport;
import dev.atelier.results.statistics.SeedSummary;
import dev.atelier.results.view.study.StudyView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A study as people read it.
 *
 * @param overview the test accuracies of all configurations, or of the chosen ones, with their intervals
 * @param datasets class distributions of the datasets that its jobs trained on
 * @param configurations all that its variants have, each once
 * @param search what it searches
 */
public record StudyReport(
        StudyView.Summary study,
        Optional<Chart> overview,
        List<Chart> datasets,
        List<ExperimentReport> parts,
        List<ConfigurationReport> configurations,
        Optional<SearchReport> search) {
    public StudyReport {
        configurations = List.copyOf(configurations);
        datasets = List.copyOf(datasets);
        parts = List.copyOf(parts);
    }

    /** When it was submitted, in a sentence. */
    public String submitted() {
        return Sentences.submitted(study);
    }

    /** How far it has come. */
    public String lead() {
        return Sentences.lead(study);
    }

    /** How to read its tables. */
    public String figures() {
        return Sentences.figures(parts);
    }

    /** What several experiments have, and how it is listed; empty where they have nothing in common. */
    public String shared() {
        return Sentences.shared(configurations);
    }

    /** All charts, each of a name of its own. */
    public Stream<Chart> charts() {
        return Stream.of(
                        search.stream().flatMap(found -> found.charts().stream()),
                        overview.stream(),
                        datasets.stream(),
                        parts.stream()
                                .flatMap(part -> Stream.concat(
                                        part.charts().stream(),
                                        part.model().stream().flatMap(model -> model.charts().stream()))))
                .flatMap(charts -> charts);
    }

    /** The images that models were surely wrong about. */
    public Stream<ModelReport.Mistake> mistakes() {
        return parts.stream().flatMap(part -> part.model().stream()).flatMap(model -> model.mistakes().stream());
    }

    /**
     * One experiment of the study.
     *
     * @param anchor distinguishes it from the other experiments of the report: {@code part-1}
     * @param objective title of the metric that chooses, where it is none that every table shows
     * @param choice by what the chosen variant was chosen, in a sentence
     * @param notes what a reader must know, in sentences
     * @param model the best variant's, or of the first of those that share the best mean, of its least seed
     */
    public record ExperimentReport(
            String anchor,
            String name,
            String description,
            Optional<String> baseline,
            Optional<String> objective,
            String choice,
            List<VariantReport> variants,
            List<String> notes,
            List<Chart> charts,
            Optional<ModelReport> model) {}

    /**
     * A configuration, which is all of a job but its seed, over all the seeds of a study. Several experiments of the study can
     * have it, each under a name of its own and with seeds of its own; it is not compared with itself. In a study of one
     * experiment each variant is listed for itself. Accuracies are in percent.
     *
     * @param variants those that have it, each over the seeds of its experiment
     * @param jobs how many seeds several variants have together; how many jobs the only variant has
     * @param counted how many its figures are of: with other weights than any before
     * @param parameters trainable numbers
     * @param seconds training time of a job, mean
     */
    public record ConfigurationReport(
            List<Variant> variants,
            int jobs,
            int counted,
            Optional<SeedSummary> test,
            Optional<SeedSummary> validation,
            Optional<SeedSummary> train,
            Optional<Long> parameters,
            Optional<Double> seconds) {
        public ConfigurationReport {
            variants = List.copyOf(variants);
        }

        /** A variant of an experiment. */
        public record Variant(ExperimentReport experiment, VariantReport report) {

            /** Whether its experiment chose it, or has no other. */
            boolean isChosen() {
                return report.chosen() || experiment.variants().size() == 1;
            }
        }

        /** A variant with its jobs. */
        private record Trained(Variant variant, Experiment.Variant jobs) {}

        /**
         * All configurations of a study, in the order in which it has them first.
         *
         * @param parts reports of the experiments, in the same order
         */
        static List<ConfigurationReport> all(List<Experiment> experiments, List<ExperimentReport> parts) {
            SequencedMap<Object, List<Trained>> byConfiguration = new LinkedHashMap<>();
            for (int i = 0; i < experiments.size(); i++) {
                List<Experiment.Variant> variants = experiments.get(i).variants();
                for (int j = 0; j < variants.size(); j++) {
                    Variant variant =
                            new Variant(parts.get(i), parts.get(i).variants().get(j));
                    Object listed = experiments.size() == 1 ? variants.get(j).name() : configuration(variants.get(j));
                    byConfiguration
                            .computeIfAbsent(listed, first -> new ArrayList<>())
                            .add(new Trained(variant, variants.get(j)));
                }
            }
            return byConfiguration.sequencedValues().stream()
                    .map(ConfigurationReport::of)
                    .toList();
        }

        /** What of the requests of its jobs is the same; the variant itself while none of them is known. */
        private static Object configuration(Experiment.Variant variant) {
            Optional<JobHistory> any = variant.jobs().stream().findFirst();
            return any.<Object>map(job -> JobId.identity(job.job().request()).without("seed"))
                    .orElse(variant);
        }

        private static ConfigurationReport of(List<Trained> all) {
            List<JobHistory> trained = trained(all);
            VariantReport first = all.getFirst().variant().report();
            boolean isOne = all.size() == 1;
            return new ConfigurationReport(
                    all.stream().map(Trained::variant).toList(),
                    isOne ? first.jobs() : seeds(all),
                    isOne ? first.counted() : trained.size(),
                    VariantReport.accuracy(trained, Measured::testAccuracy),
                    VariantReport.accuracy(trained, Measured::validationAccuracy),
                    VariantReport.accuracy(trained, Measured::trainAccuracy),
                    all.stream()
                            .flatMap(each -> each.variant().report().parameters().stream())
                            .findFirst(),
                    VariantReport.mean(trained, job -> job.job().result().map(JobRow.Result::seconds)));
        }

        /** Of the jobs of a seed the first, and of those that ended with the same weights the first seed's. */
        private static List<JobHistory> trained(List<Trained> all) {
            SortedMap<Long, JobHistory> bySeed = new TreeMap<>();
            all.forEach(each -> each.jobs().bySeed().forEach(bySeed::putIfAbsent));
            Set<String> weights = new HashSet<>();
            return bySeed.values().stream()
                    .filter(job -> job.job().result().stream()
                            .allMatch(result -> weights.add(result.model().sha256())))
                    .toList();
        }

        private static int seeds(List<Trained> all) {
            return (int) all.stream()
                    .flatMap(each -> each.jobs().members().stream())
                    .map(StudyView.Member::seed)
                    .distinct()
                    .count();
        }
    }
}
