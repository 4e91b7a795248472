package dev.atelier.contracts.event;

import java.util.Map;

/**
 * Where a run takes place. On CPU, runs of one job give the same bits where processor features, threads and library
 * versions are the same; elsewhere their results are not comparable to the bit.
 *
 * @param trainer name of the trainer
 * @param version version of Atelier
 * @param commit git commit that the trainer was built from
 * @param processor model of the processor
 * @param vectorFeatures vector extensions in use, such as {@code avx512}
 * @param device {@code cpu} or {@code cuda:N}
 * @param threads threads of the arithmetic
 * @param libraries versions by name, the JDK among them
 * @param datasetDigest SHA-256 of the dataset's content
 * @param splitDigest SHA-256 of the split's indices
 */
public record Environment(
        String trainer,
        String version,
        String commit,
        String processor,
        String vectorFeatures,
        String device,
        int threads,
        Map<String, String> libraries,
        String datasetDigest,
        String splitDigest) {
    public Environment {
        libraries = Map.copyOf(libraries);
    }
}
