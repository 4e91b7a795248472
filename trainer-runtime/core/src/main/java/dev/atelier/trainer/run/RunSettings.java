package dev.atelier.trainer.run;

import dev.atelier.trainer.artifact.ArtifactFolder;
import dev.atelier.trainer.features.FeatureStore;
import java.time.Duration;
import java.util.Optional;

/**
 * What runs need to know besides their jobs.
 *
 * @param artifacts folder of results
 * @param features where what unmoved parts of networks make of images is kept
 * @param kept the last checkpoints of completed jobs
 * @param datasetTimeout how long a job waits for its dataset before it fails
 * @param machineTimeout how long a job waits for the machine before it goes back to the queue
 */
public record RunSettings(
        ArtifactFolder artifacts,
        Optional<FeatureStore> features,
        KeptCheckpoints kept,
        Duration datasetTimeout,
        Duration machineTimeout) {}
