package dev.atelier.results.report.image;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetSplit;
import dev.atelier.contracts.event.JobCompleted.TestResult;
import dev.atelier.results.image.DatasetImages;
import dev.atelier.results.image.ImagesAwayException;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.projection.JobRow;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Reports on the models of completed jobs, with the images that they missed. */
@Singleton
public final class Models {
    private static final Logger LOG = Logger.getLogger(Models.class);

    private final DatasetImages images;

    Models(DatasetImages images) {
        this.images = images;
    }

    /**
     * The model of a job; nothing while it has no result.
     *
     * @param prefix begins the names of its charts and images: lower-case letters, digits and hyphens
     * @param variant what the job is called
     * @param datasets the published datasets by their keys
     */
    public Optional<ModelReport> of(
            String prefix, String variant, JobHistory job, Map<String, DatasetManifest> datasets) {
        return job.job().result().map(JobRow.Result::test).map(test -> {
            Optional<DatasetManifest> dataset =
                    job.job().queueing().flatMap(queueing -> Optional.ofNullable(datasets.get(queueing.datasetKey())));
            return ModelReport.of(
                    prefix,
                    variant,
                    job,
                    test,
                    dataset.map(manifest -> mistakes(prefix, manifest, test)).orElse(List.of()));
        });
    }

    private List<ModelReport.Mistake> mistakes(String prefix, DatasetManifest dataset, TestResult test) {
        try {
            List<ModelReport.Mistake> mistakes = new ArrayList<>();
            for (var mistake : test.mistakes()) {
                images.find(dataset, DatasetSplit.TEST, mistake.image())
                        .ifPresent(picture -> mistakes.add(new ModelReport.Mistake(
                                prefix + "-image-" + mistake.image(),
                                mistake.image(),
                                picture,
                                dataset.classes().get(mistake.label()),
                                dataset.classes().get(mistake.predicted()),
                                100 * mistake.probability())));
            }
            return mistakes;
        } catch (ImagesAwayException e) {
            LOG.warnf("Left out of a report: %s", e.getMessage());
            return List.of();
        }
    }
}
