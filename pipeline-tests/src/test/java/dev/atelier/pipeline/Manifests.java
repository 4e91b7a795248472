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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

    /** What the container of a workload finds in its environment, as far as the manifests say it; no secrets. */
    Map<String, String> environment(JsonNode workload) {
        JsonNode container = workload.at("/spec/template/spec/containers/0");
        Map<String, String> environment = new TreeMap<>();
        for (JsonNode source : container.path("envFrom")) {
            one("ConfigMap", source.at("/configMapRef/name").asText())
                    .path("data")
                    .properties()
                    .forEach(entry ->
                            environment.put(entry.getKey(), entry.getValue().asText()));
        }
        for (JsonNode variable : container.path("env")) {
            if (variable.has("value")) {
                environment.put(
                        variable.path("name").asText(), variable.path("value").asText());
            }
        }
        return environment;
    }

    /** Where something else than the image's own file system lies in the container of a workload. */
    Mounts mounts(JsonNode workload) {
        JsonNode pod = workload.at("/spec/template/spec");
        Map<String, JsonNode> volumes = new TreeMap<>();
        pod.path("volumes").forEach(volume -> volumes.put(volume.path("name").asText(), volume));
        List<Mounts.Mount> mounts = new ArrayList<>();
        for (JsonNode mount : pod.at("/containers/0/volumeMounts")) {
            JsonNode volume = volumes.get(mount.path("name").asText());
            Path target = Path.of(mount.path("mountPath").asText());
            String claim = volume.at("/persistentVolumeClaim/claimName").asText();
            if (!claim.isEmpty()) {
                one("PersistentVolumeClaim", claim);
                mounts.add(new Mounts.Mount(target, Mounts.Kind.VOLUME, claim));
            } else {
                mounts.add(new Mounts.Mount(
                        target, volume.has("emptyDir") ? Mounts.Kind.TEMPORARY : Mounts.Kind.FILE, ""));
            }
        }
        return new Mounts(mounts);
    }

    /** A YAML file of one document. */
    static JsonNode read(Path file) throws IOException {
        return YAML.readTree(file.toFile());
    }

    static String name(JsonNode manifest) {
        return manifest.at("/metadata/name").asText();
    }
}
