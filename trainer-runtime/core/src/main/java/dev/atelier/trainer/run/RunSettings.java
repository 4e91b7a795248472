package dev.atelier.trainer.run;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What runs need to know besides their jobs.
 *
 * @param artifacts folder of results, below which events name them
 * @param datasetPatience how long a job waits for its dataset before it fails
 * @param turnPatience how long a job waits for the machine before it goes back to the queue
 */
public record RunSettings(Path artifacts, Duration datasetPatience, Duration turnPatience) {}
