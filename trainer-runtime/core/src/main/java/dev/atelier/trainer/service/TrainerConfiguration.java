package dev.atelier.trainer.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a trainer is set up. Folders may be URIs of other file systems, where these have a provider. */
@ConfigMapping(prefix = "atelier.trainer")
public interface TrainerConfiguration {
    /** Folder of everything that is kept on this machine; {@code atelier.data} for all services at once. */
    @WithDefault("${atelier.data:data}")
    String data();

    /** Folder of results, models and predictions; {@code atelier.artifacts} for all services at once. */
    @WithDefault("${atelier.artifacts:${atelier.trainer.data:${atelier.data:data}}/artifacts}")
    String artifacts();

    /** Bytes of all results in {@link #artifacts} at most, the oldest going first; 0 keeps all. */
    @WithDefault("21474836480")
    long artifactBytes();

    /** How long a result stays in {@link #artifacts}; 0 for no limit. */
    @WithDefault("P180D")
    Duration artifactAge();

    /** Folder of checkpoints, shared by all trainers that may go on with each other's jobs. */
    @WithDefault("${atelier.trainer.data:${atelier.data:data}}/checkpoints")
    String checkpoints();

    /** For how long it is kept that a job has ended; its checkpoints go at once, but for {@link #keptCheckpointBytes}. */
    @WithDefault("P1D")
    Duration endedJobAge();

    /**
     * Bytes of the last checkpoints of completed jobs at most, from which longer jobs continue; they are kept for
     * {@link #endedJobAge}, each if it takes no more than a quarter of this. 0 keeps none.
     */
    @WithDefault("2147483648")
    long keptCheckpointBytes();

    /** For how long the checkpoints of a job are kept that nobody works on. */
    @WithDefault("P30D")
    Duration checkpointAge();

    /** Folder, on this machine, of what unmoved parts of networks made of images. */
    @WithDefault("${atelier.trainer.data:${atelier.data:data}}/features")
    String features();

    /** Bytes in {@link #features} at most; features that would take more are not kept. 0 keeps all. */
    @WithDefault("8589934592")
    long featureBytes();

    /** How long features that no job uses stay in {@link #features}; 0 for no limit. */
    @WithDefault("P30D")
    Duration featuresUnused();

    /** For how long the broker keeps a job for a trainer that does not renew it; brokers set bounds to it. */
    @WithDefault("PT15S")
    Duration lock();

    /** How long the current step may take to end when the trainer stops. */
    @WithDefault("PT8S")
    Duration shutdown();

    /**
     * How long a job's work may go without a step, an evaluated batch or another sign of progress before it counts as hung;
     * the trainer is not live then, and ends itself two minutes later.
     */
    @WithDefault("PT30M")
    Duration stall();

    /** Bytes that must be free in each folder before the trainer takes a job. */
    @WithDefault("134217728")
    long freeBytes();

    /** How long the broker may take to acknowledge an event before the run stops. */
    @WithDefault("PT30S")
    Duration eventTimeout();

    /** How long a job waits for its dataset before it fails. */
    @WithDefault("PT10M")
    Duration datasetTimeout();

    /** How long a job waits for cores of the machine before it goes back to the queue. */
    @WithDefault("PT24H")
    Duration machineTimeout();

    /**
     * Whether the trainers of one machine share its cores: a job starts when as many are free as it has threads. They must
     * share {@link #data}.
     */
    @WithDefault("true")
    boolean shareCores();

    /**
     * Jobs that the trainer works on at once, at most. They share its heap; one that does not fit beside the others waits.
     * A trainer whose algorithm cannot train several at once, such as one on PyTorch, works on one whatever this is.
     */
    @WithDefault("1")
    int concurrentJobs();

    /** Bytes of images to hold in memory for later jobs. */
    @WithDefault("2147483648")
    long datasetBytes();
}
