package dev.atelier.results.page;

import dev.atelier.contracts.json.Json;
import dev.atelier.results.text.Printable;
import dev.atelier.results.view.JobSummary;
import dev.atelier.results.view.LossPoint;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A job as the page shows it.
 *
 * @param curve epochs with their two losses as JSON, for the page's script to go on from
 */
public record JobCard(JobSummary job, Sparkline sparkline, String curve) {

    static JobCard of(JobSummary job, List<LossPoint> epochs) {
        List<List<Object>> curve = epochs.stream()
                .map(epoch -> Arrays.<Object>asList(
                        epoch.epoch(),
                        epoch.trainLoss().orElse(null),
                        epoch.validationLoss().orElse(null)))
                .toList();
        return new JobCard(job, Sparkline.of(epochs), Json.text(curve));
    }

    public String progress() {
        return job.epoch() + "/" + job.epochs();
    }

    /** The names under which others asked for the job. */
    public String alsoCalled() {
        return job.otherNames().stream()
                .map(name -> Printable.name(name, job.id()))
                .collect(Collectors.joining(", "));
    }

    public String validation() {
        return Show.percent(job.validationAccuracy());
    }

    public String test() {
        return Show.percent(job.testAccuracy());
    }
}
