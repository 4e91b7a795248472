package dev.atelier.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cluster that {@code KUBECONFIG} names, by kubectl. It is asked in namespaces of a random name, and is left as it was:
 * what the cluster has is not touched, and what is made here is deleted.
 */
final class ApiServer implements AutoCloseable {
    static final String NOT_RUN = "KUBECONFIG names no cluster, or no kubectl is installed here";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path work;
    private final List<String> made = new ArrayList<>();

    ApiServer(Path work) {
        this.work = work;
    }

    static boolean configured() {
        return Manifests.buildable()
                && Optional.ofNullable(System.getenv("KUBECONFIG"))
                        .filter(file -> Files.isReadable(Path.of(file)))
                        .isPresent();
    }

    /** What kubectl said. */
    record Reply(int status, String output, String errors) {
        Reply expect() {
            if (status != 0) {
                throw new AssertionError(errors);
            }
            return this;
        }
    }

    String version() throws IOException, InterruptedException {
        return JSON.readTree(kubectl("", "version", "--output=json").expect().output())
                .at("/serverVersion/gitVersion")
                .asText();
    }

    /** Has the cluster know these kinds; those that it knows already stay as they are. */
    void define(List<String> definitions) throws IOException, InterruptedException {
        List<String> missing = new ArrayList<>();
        for (String definition : definitions) {
            if (kubectl("", "get", "crd", definition).status() != 0) {
                missing.add(definition);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        for (Map.Entry<String, Path> file : Definitions.files(missing, work).entrySet()) {
            kubectl("", "create", "-f", file.getValue().toString()).expect();
            made.add("crd/" + file.getKey());
        }
        for (String definition : missing) {
            kubectl("", "wait", "--for=condition=Established", "--timeout=120s", "crd/" + definition)
                    .expect();
        }
    }

    /** Makes a namespace with the labels of the overlay's own, which say what pods in it may do. */
    String namespace(JsonNode labels) throws IOException, InterruptedException {
        String name = "atelier-check-" + Long.toString(System.nanoTime(), 36);
        ObjectNode namespace = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Namespace");
        namespace.putObject("metadata").put("name", name).set("labels", labels);
        kubectl(namespace.toString(), "create", "-f", "-").expect();
        made.add("namespace/" + name);
        return name;
    }

    void create(JsonNode object) throws IOException, InterruptedException {
        kubectl(object.toString(), "apply", "--server-side", "-f", "-").expect();
    }

    /** What the server says against these objects, a line each; warnings count. It would take them as they are if none. */
    List<String> objections(List<JsonNode> objects) throws IOException, InterruptedException {
        ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
        ArrayNode items = list.putArray("items");
        objects.forEach(items::add);
        Reply reply =
                kubectl(list.toString(), "apply", "--server-side", "--dry-run=server", "--validate=strict", "-f", "-");
        List<String> objections = new ArrayList<>(
                reply.errors().lines().filter(line -> !line.isBlank()).toList());
        long taken =
                reply.output().lines().filter(line -> line.contains("dry run")).count();
        if (objections.isEmpty() && taken != objects.size()) {
            objections.add("%d of %d were answered: %s".formatted(taken, objects.size(), reply.output()));
        }
        return objections;
    }

    private Reply kubectl(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of("kubectl", "--cache-dir=" + work.resolve("discovery"), "--request-timeout=60s"),
                        Stream.of(arguments))
                .toList();
        Path errors = Files.createTempFile(work, "kubectl", ".err");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Reply(process.waitFor(), output, Files.readString(errors));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (String object : made.reversed()) {
            kubectl("", "delete", "--wait=false", "--ignore-not-found", object);
        }
    }
}
