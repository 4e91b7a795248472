package dev.atelier.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The operators' own definitions of the kinds that the manifests use, by name, each from where its operator publishes it:
 * Strimzi's are generated from its API by its generator, the others are files of the operators' Go modules.
 */
final class Definitions {
    private static final String STRIMZI = "io.strimzi.api.kafka.model.";
    private static final Map<String, String> GENERATED = Map.of(
            "kafkas.kafka.strimzi.io", STRIMZI + "kafka.Kafka",
            "kafkanodepools.kafka.strimzi.io", STRIMZI + "nodepool.KafkaNodePool",
            "kafkatopics.kafka.strimzi.io", STRIMZI + "topic.KafkaTopic",
            "kafkausers.kafka.strimzi.io", STRIMZI + "user.KafkaUser");

    private static final String CNPG = "github.com/cloudnative-pg/cloudnative-pg@v1.26.0";
    private static final String KEDA = "github.com/kedacore/keda/v2@v2.17.0";
    private static final String PROMETHEUS = "github.com/prometheus-operator/prometheus-operator@v0.85.0";
    private static final Map<String, ModuleFile> PUBLISHED = Map.of(
            "clusters.postgresql.cnpg.io", new ModuleFile(CNPG, "config/crd/bases/postgresql.cnpg.io_clusters.yaml"),
            "scaledobjects.keda.sh", new ModuleFile(KEDA, "config/crd/bases/keda.sh_scaledobjects.yaml"),
            "triggerauthentications.keda.sh",
                    new ModuleFile(KEDA, "config/crd/bases/keda.sh_triggerauthentications.yaml"),
            "podmonitors.monitoring.coreos.com",
                    new ModuleFile(
                            PROMETHEUS, "example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml"),
            "prometheusrules.monitoring.coreos.com",
                    new ModuleFile(
                            PROMETHEUS, "example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml"));

    private Definitions() {}

    private record ModuleFile(String module, String path) {}

    /** Files with these definitions, some of them written into {@code work}; fails where Go is not installed. */
    static Map<String, Path> files(List<String> names, Path work) throws IOException, InterruptedException {
        Map<String, Path> files = new LinkedHashMap<>();
        List<String> generate = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.strimzi.crdgenerator.CrdGenerator",
                "--yaml"));
        for (String name : names) {
            if (GENERATED.containsKey(name)) {
                Path file = work.resolve(name + ".yaml");
                generate.add(GENERATED.get(name) + "=" + file);
                files.put(name, file);
            } else if (PUBLISHED.containsKey(name)) {
                files.put(name, download(PUBLISHED.get(name), work));
            } else {
                throw new AssertionError("say here where the definition of " + name + " comes from");
            }
        }
        run(generate, work);
        return files;
    }

    private static Path download(ModuleFile wanted, Path work) throws IOException, InterruptedException {
        String answer = run(List.of("go", "mod", "download", "-json", wanted.module()), work);
        Path folder = Path.of(new ObjectMapper().readTree(answer).path("Dir").asText());
        Path file = folder.resolve(wanted.path());
        if (!Files.isRegularFile(file)) {
            throw new IOException(wanted.module() + " has no " + wanted.path());
        }
        return file;
    }

    private static String run(List<String> command, Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + output);
        }
        return output;
    }
}
