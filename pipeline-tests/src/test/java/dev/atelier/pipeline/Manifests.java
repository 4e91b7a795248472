package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an overlay of the Kubernetes manifests comes to. */
record Manifests(String overlay, List<JsonNode> all) {
    static final String NOT_RUN = "no kubectl is installed here";

    private static final Path FOLDER = Path.of("..", "deploy", "kubernetes", "overlays");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    static boolean buildable() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    }

    /** Builds an overlay with kubectl, which needs no cluster for it. */
    static Manifests build(String overlay) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "kubectl", "kustomize", FOLDER.resolve(overlay).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String built = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(overlay).isZero();
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(built)) {
            return new Manifests(overlay, documents.readAll());
        }
    }

    List<JsonNode> of(String kind) {
        return all.stream()
                .filter(manifest -> manifest.path("kind").asText().equals(kind))
                .toList();
    }

    JsonNode one(String kind, String name) {
        return of(kind).stream()
                .filter(manifest -> name(manifest).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " in " + overlay));
    }

    /** Deployments and stateful sets: what runs the services. */
    List<JsonNode> workloads() {
        return Stream.concat(of("Deployment").stream(), of("StatefulSet").stream())
                .toList();
    }

    JsonNode workload(String name) {
        return workloads().stream()
                .filter(workload -> name(workload).equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A YAML file of one document. */
    static JsonNode read(Path file) throws IOException {
        return YAML.readTree(file.toFile());
    }

    static String name(JsonNode manifest) {
        return manifest.at("/metadata/name").asText();
    }
}
