package dev.atelier.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.FamilyDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The compose file with its anchors and merges resolved, and what each of its services is given. */
record Compose(JsonNode file) {
    /** The folder that paths in the file start from. */
    static final Path DEPLOY = Path.of("..", "deploy");
    /** Those that are built here; the other services run images of other projects. */
    static final List<String> BUILT = Stream.concat(
                    Stream.of("dataset-service", "results-service"),
                    Families.all().stream().map(FamilyDescriptor::service))
            .toList();

    static List<String> built() {
        return BUILT;
    }

    static Compose read() {
        try {
            Object document = new Yaml(new LoaderOptions()).load(Files.readString(DEPLOY.resolve("compose.yaml")));
            return new Compose(new ObjectMapper().valueToTree(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<String> services() {
        Set<String> names = new HashSet<>();
        file.path("services").fieldNames().forEachRemaining(names::add);
        return names;
    }

    JsonNode service(String name) {
        JsonNode service = file.at("/services/" + name);
        if (service.isMissingNode()) {
            throw new AssertionError("no service " + name + " in the compose file");
        }
        return service;
    }

    /** What the process finds in its environment: what the image sets, and over it what the file says. */
    Map<String, String> environment(String name) throws IOException {
        Map<String, String> environment = new TreeMap<>();
        JsonNode build = service(name).path("build");
        if (!build.isMissingNode()) {
            Path containerfile = DEPLOY.resolve(build.path("context").asText())
                    .resolve(build.path("dockerfile").asText());
            environment.putAll(Containerfile.read(containerfile).environment());
        }
        service(name)
                .path("environment")
                .properties()
                .forEach(variable ->
                        environment.put(variable.getKey(), variable.getValue().asText()));
        return environment;
    }

    /** Where something else than the image's own file system lies. */
    Mounts mounts(String name) {
        List<Mounts.Mount> mounts = new ArrayList<>();
        for (JsonNode volume : service(name).path("volumes")) {
            String[] parts = volume.asText().split(":", 3);
            boolean named = file.path("volumes").has(parts[0]);
            mounts.add(new Mounts.Mount(
                    Path.of(parts[1]), named ? Mounts.Kind.VOLUME : Mounts.Kind.FILE, named ? parts[0] : ""));
        }
        for (JsonNode folder : service(name).path("tmpfs")) {
            mounts.add(new Mounts.Mount(Path.of(folder.asText().split(":", 2)[0]), Mounts.Kind.TEMPORARY, ""));
        }
        return new Mounts(mounts);
    }
}
