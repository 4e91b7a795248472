package dev.atelier.trainer.run;

import dev.atelier.contracts.Platform;
import dev.atelier.contracts.event.Environment;
import dev.atelier.contracts.job.Job;
import dev.atelier.kafka.ClientVersion;
import dev.atelier.trainer.algorithm.Compute;
import dev.atelier.trainer.algorithm.TrainingAlgorithm;
import dev.atelier.trainer.machine.Machine;
import java.util.Map;
import java.util.TreeMap;

/** Records where a run takes place: all that can make its bits differ from another's. */
public final class RunEnvironment {
    private RunEnvironment() {}

    static Environment of(TrainingAlgorithm algorithm, Job job, String datasetDigest, String splitDigest) {
        Compute compute = algorithm.compute(job);
        Map<String, String> libraries = new TreeMap<>(algorithm.libraries(job));
        libraries.put("java", Runtime.version().toString());
        libraries.put("kafka-clients", ClientVersion.read());
        return new Environment(
                trainer(algorithm),
                Platform.version(),
                Platform.commit(),
                Machine.processor(),
                compute.vectorFeatures(),
                compute.device(),
                compute.threads(),
                libraries,
                datasetDigest,
                splitDigest);
    }

    /** The name of the service that works on the algorithm's jobs. */
    public static String trainer(TrainingAlgorithm algorithm) {
        return algorithm.family().name() + "-trainer";
    }

    /** The same with the name of this machine, where it has one. */
    public static String trainerOnHost(TrainingAlgorithm algorithm) {
        return trainer(algorithm) + Machine.host().map(host -> " on " + host).orElse("");
    }
}
