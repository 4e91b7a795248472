package dev.atelier.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.cli.client.Epoch;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.contracts.metric.Split;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares two runs of one request: all that the request decides must be equal, to the last bit. */
public final class Verification {
    private static final String TEST = Split.TEST.splitName() + ".";

    private Verification() {}

    /** A sentence for each difference; none if the runs are the same. */
    public static List<String> compare(
            JobResponse original, List<Epoch> originalEpochs, JobResponse repeated, List<Epoch> repeatedEpochs) {
        List<String> differences = new ArrayList<>();
        differ("datasetDigest", original.datasetDigest(), repeated.datasetDigest())
                .ifPresent(differences::add);
        if (originalEpochs.size() != repeatedEpochs.size()) {
            differences.add("There were " + originalEpochs.size() + " epochs, now " + repeatedEpochs.size() + ".");
        }
        for (int i = 0; i < Math.min(originalEpochs.size(), repeatedEpochs.size()); i++) {
            String epoch = "epoch " + originalEpochs.get(i).epoch() + " ";
            differences.addAll(differences(epoch, decided(originalEpochs.get(i)), decided(repeatedEpochs.get(i))));
        }
        differences.addAll(differences("", tested(original), tested(repeated)));
        differ("SHA-256 of the weights", sha256(original), sha256(repeated)).ifPresent(differences::add);
        if (!differences.isEmpty()) {
            differences.addAll(environments(original.environment(), repeated.environment()));
        }
        return List.copyOf(differences);
    }

    private static Map<String, @Nullable Double> decided(Epoch epoch) {
        Map<String, @Nullable Double> values = new LinkedHashMap<>();
        values.put("train.loss", epoch.trainLoss());
        values.put("train.accuracy", epoch.trainAccuracy());
        values.put("validation.loss", epoch.validationLoss());
        values.put("validation.accuracy", epoch.validationAccuracy());
        values.putAll(epoch.metrics());
        values.put("learningRate", epoch.learningRate());
        values.put("gradientNorm", epoch.gradientNorm());
        return values;
    }

    private static Map<String, @Nullable Double> tested(JobResponse job) {
        Map<String, @Nullable Double> values = new LinkedHashMap<>();
        values.put("test.accuracy", job.testAccuracy());
        values.put("test.loss", job.testLoss());
        job.metrics().forEach((name, value) -> {
            if (name.startsWith(TEST)) {
                values.put(name, value);
            }
        });
        return values;
    }

    /** Of what both runs know of; one that an earlier version ran knows of fewer metrics. */
    private static List<String> differences(
            String where, Map<String, @Nullable Double> before, Map<String, @Nullable Double> after) {
        return before.keySet().stream()
                .filter(after::containsKey)
                .flatMap(name -> differ(where + name, before.get(name), after.get(name)).stream())
                .toList();
    }

    private static @Nullable String sha256(JobResponse job) {
        return job.model() == null ? null : job.model().sha256();
    }

    private static Optional<String> differ(String what, @Nullable Object before, @Nullable Object after) {
        return Objects.equals(before, after)
                ? Optional.empty()
                : Optional.of(what + " was " + before + ", is now " + after);
    }

    /** Where the runs took place on different ground, equal bits were not to be expected. */
    private static List<String> environments(@Nullable JsonNode before, @Nullable JsonNode after) {
        if (before == null || after == null) {
            return List.of();
        }
        List<String> differences = new ArrayList<>();
        before.properties().forEach(entry -> {
            JsonNode now = after.path(entry.getKey());
            if (!entry.getValue().equals(now)) {
                differences.add("The runs are not bit-comparable where their environment differs: " + entry.getKey()
                        + " was " + entry.getValue() + ", is now " + now);
            }
        });
        return differences;
    }
}
