package dev.atelier.cli.mlflow;

import java.util.Set;

/** The names of tags. */
final class Tags {
    static final String JOB = "atelier.job";
    static final String STUDY = "atelier.study";
    static final String EXPERIMENT = "atelier.experiment";
    static final String VARIANT = "atelier.variant";
    static final String SEED = "atelier.seed";
    static final String FAMILY = "atelier.family";
    static final String DATASET_DIGEST = "atelier.dataset.digest";
    static final String MODEL_SHA256 = "atelier.model.sha256";
    static final String REASON = "atelier.reason";

    /** What MLflow shows as a description, and lets people edit. */
    static final String NOTE = "mlflow.note.content";

    /** Those that not every job has: what is no longer so is taken from its run. */
    static final Set<String> PASSING = Set.of(DATASET_DIGEST, MODEL_SHA256, REASON);

    private Tags() {}
}
