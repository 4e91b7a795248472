package dev.atelier.results.view.study;

import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.view.JobDetail.Edited;
import dev.atelier.results.view.Part;
import dev.atelier.results.view.search.SearchView;
import dev.atelier.search.study.TrialNames;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.PropagateNull;

/** What readers see of a study. */
public final class StudyView {
    private StudyView() {}

    /**
     * A study in one line.
     *
     * @param name its edited name, or else the submitted one
     * @param notes plain text with line breaks; may be empty
     * @param tags each {@code name=value}
     * @param archived whether lists leave it out
     * @param edited the latest edit of name, notes, tags or archiving
     * @param objective the metric that variants are chosen by; where it is made of studies that choose by several, the accuracy
     *     on validation images
     * @param direction maximize or minimize
     * @param jobs how many jobs it has
     * @param completed how many of them have a result
     * @param ended how many of them failed or were cancelled
     */
    @Schema(name = "StudySummary")
    public record Summary(
            String id,
            String name,
            String description,
            String objective,
            String direction,
            Optional<String> baseline,
            String notes,
            @Schema(maxItems = 50) List<String> tags,
            boolean archived,
            @Nested("edited") Optional<Edited> edited,
            String submission,
            Instant acceptedAt,
            int jobs,
            int completed,
            int ended) {

        /** How many of its jobs neither wait nor run. */
        public int finished() {
            return completed + ended;
        }

        /** How many of its jobs wait or run. */
        public int open() {
            return jobs - completed - ended;
        }
    }

    /**
     * A study with its variants and jobs, in its own order: the first 1,000, which are all that a study may have.
     *
     * @param search how its search stands, where it has one
     * @param winner the variant that its search found; nothing before the end of the search
     * @param choices the best variants, of each study with jobs that it is made of
     */
    @Schema(name = "StudyDetail")
    public record Detail(
            @com.fasterxml.jackson.annotation.JsonUnwrapped Summary summary,
            Optional<SearchView.State> search,
            Optional<String> winner,
            @Schema(maxItems = Part.MAX_LIMIT) List<VariantChoice> choices,
            @Schema(maxItems = Part.MAX_LIMIT) List<VariantRow> variants,
            @Schema(maxItems = Part.MAX_LIMIT) List<Member> members) {

        /**
         * The variants that are compared: of a search the winner alone, with other seeds where it was trained again, since its
         * own was chosen by its value.
         */
        public List<VariantRow> compared() {
            return compared(search.isPresent(), winner, variants);
        }

        static Detail of(
                Summary summary, Optional<SearchView> search, List<VariantRow> variants, List<Member> members) {
            Optional<String> winner = search.flatMap(SearchView::winner);
            List<VariantRow> compared = compared(search.isPresent(), winner, variants);
            Set<String> names = compared.stream().map(VariantRow::variant).collect(Collectors.toSet());
            List<Member> chosen = members.stream()
                    .filter(member -> names.contains(member.variant()))
                    .toList();
            return new Detail(
                    summary,
                    search.map(SearchView::state),
                    winner,
                    VariantChoice.all(compared, chosen),
                    variants,
                    members);
        }

        private static List<VariantRow> compared(boolean isSearch, Optional<String> winner, List<VariantRow> variants) {
            boolean isConfirmed = variants.stream().anyMatch(row -> TrialNames.isConfirmation(row.variant()));
            return variants.stream()
                    .filter(row -> !isSearch
                            || !TrialNames.isTrial(row.variant())
                            || !isConfirmed
                                    && winner.filter(row.variant()::equals).isPresent())
                    .toList();
        }
    }

    /**
     * A job of a study. Training and validation metrics are those of the epoch whose weights were tested.
     *
     * @param experiment name of the study that declares it
     * @param variant jobs of one variant differ in the seed only: where one name stands for several requests, as in studies of
     *     earlier versions, each of them has its number behind the name
     * @param disposition QUEUED for it, JOINED while it waited or ran already, or REUSED with its result
     * @param priority how urgent the job is to those who requested it since it last ended
     * @param owner whose trainer time the job takes
     * @param diverged whether training diverged: it failed for that, or completed in an earlier version without a finite loss
     * @param counted whether it is part of its variant's figures: completed, not diverged, and not the same training as a job
     *     before it
     */
    @Schema(name = "StudyMember")
    public record Member(
            String experiment,
            String variant,
            long seed,
            String family,
            String job,
            String disposition,
            JobState state,
            Priority priority,
            Optional<String> owner,
            boolean diverged,
            boolean counted,
            @Nested Metrics metrics) {}

    /**
     * A variant over its seeds.
     *
     * @param objective the metric that the study which declares it chooses by
     * @param direction maximize or minimize
     * @param counted how many of its jobs the figures are of
     * @param diverged how many of its jobs diverged
     * @param mean over its counted jobs
     * @param standardDeviation of the sample; null below two counted jobs
     */
    public record VariantRow(
            String experiment,
            String variant,
            String objective,
            String direction,
            int jobs,
            int completed,
            int counted,
            int diverged,
            @Nested("mean") Metrics mean,
            @Nested("sd") Metrics standardDeviation,
            @Nested("published") Optional<PublishedFigures> published) {}

    /**
     * What others published for a variant, in percent where the metric is a fraction.
     *
     * @param metric what it is a figure of
     * @param measured the mean of that metric here, in the same unit; null where a counted job lacks it
     * @param reproduced whether the mean lies between the least and the greatest figure, give or take the tolerance; null
     *     until every job has completed, and where one diverged
     */
    @PropagateNull("metric")
    public record PublishedFigures(
            String metric,
            @Schema(maxItems = 10) List<Double> values,
            double tolerance,
            Optional<Double> measured,
            Optional<Boolean> reproduced) {}

    /**
     * What a job or a variant achieved.
     *
     * @param objective the metric that the study which declares the variant chooses by
     */
    @Schema(name = "StudyMetrics")
    public record Metrics(
            Optional<Double> testAccuracy,
            Optional<Double> testLoss,
            Optional<Double> validationAccuracy,
            Optional<Double> validationLoss,
            Optional<Double> trainAccuracy,
            Optional<Double> trainLoss,
            Optional<Double> objective) {}
}
