package dev.atelier.cli.result;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.cli.client.Epoch;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
            differences.add(
                    "It had " + Counted.of(originalEpochs.size(), "epoch") + ", now " + repeatedEpochs.size() + ".");
        }
        differences.addAll(epochs(originalEpochs, repeatedEpochs));
        differences.addAll(tests(original, repeated));
        differ("SHA-256 of the weights", sha256(original), sha256(repeated)).ifPresent(differences::add);
        if (!differences.isEmpty()) {
            differences.addAll(environments(original.environment(), repeated.environment()));
        }
        return List.copyOf(differences);
    }

    /**
     * By all metrics that both runs know: one that an earlier version ran knows of fewer. A metric that a run knows and an epoch
     * lacks was not finite.
     */
    private static List<String> epochs(List<Epoch> before, List<Epoch> after) {
        Set<String> metrics = known(before);
        metrics.retainAll(known(after));
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            Epoch first = before.get(i);
            Epoch second = after.get(i);
            String where = "epoch " + first.epoch() + " ";
            differences.addAll(metrics(where, metrics, first.metrics(), second.metrics()));
            differ(where + "learningRate", first.learningRate(), second.learningRate())
                    .ifPresent(differences::add);
            differ(where + "gradientNorm", first.gradientNorm(), second.gradientNorm())
                    .ifPresent(differences::add);
        }
        return differences;
    }

    private static Set<String> known(List<Epoch> epochs) {
        Set<String> names = everyVersion(Split.TRAIN, Split.VALIDATION);
        epochs.forEach(epoch -> names.addAll(epoch.metrics().keySet()));
        return names;
    }

    private static List<String> tests(JobResponse before, JobResponse after) {
        Set<String> metrics = knownOfTests(before);
        metrics.retainAll(knownOfTests(after));
        return metrics("", metrics, before.metrics(), after.metrics());
    }

    private static Set<String> knownOfTests(JobResponse job) {
        Set<String> names = everyVersion(Split.TEST);
        job.metrics().keySet().stream().filter(name -> name.startsWith(TEST)).forEach(names::add);
        return names;
    }

    /** The metrics that every version of the trainers computes. */
    private static Set<String> everyVersion(Split... splits) {
        return Stream.of(splits)
                .flatMap(split -> Stream.of(Metric.of(split, Figure.LOSS), Metric.of(split, Figure.ACCURACY)))
                .map(Metric::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> metrics(
            String where, Set<String> names, Map<String, Double> before, Map<String, Double> after) {
        return names.stream()
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
        String first = before.path("version").asText();
        String second = after.path("version").asText();
        if (!first.equals(second)) {
            differences.add("Atelier " + first + " trained the job, and Atelier " + second
                    + " trained it again, so this does not show whether Atelier " + first
                    + " reproduces it. Version 0.2 stores"
                    + " the same weights of perceptrons in another layout than 0.1.");
        }
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
