package dev.atelier.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.stacktesting.RunningStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A dashboard of Grafana, as its file describes it. */
record Dashboard(Path file, JsonNode root) {
    private static final Path FOLDER = Path.of("..", "deploy", "grafana", "dashboards");

    /**
     * What a panel or a variable asks.
     *
     * @param where for people
     * @param source uid of the data source
     * @param text PromQL or SQL
     */
    record Question(String where, String source, String text) {}

    static List<Dashboard> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().map(Dashboard::read).toList();
        }
    }

    private static Dashboard read(Path file) {
        try {
            return new Dashboard(file, RunningStack.parse(Files.readString(file)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    String uid() {
        return root.path("uid").asText();
    }

    /** The panels that show something. */
    List<JsonNode> panels() {
        return stream(root.path("panels"))
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    List<JsonNode> variables() {
        return stream(root.at("/templating/list")).toList();
    }

    /** Whatever is asked of a data source. */
    List<Question> questions() {
        Stream<Question> ofPanels = panels().stream()
                .flatMap(panel -> stream(panel.path("targets"))
                        .map(target -> new Question(
                                uid() + ": " + panel.path("title").asText(),
                                target.at("/datasource/uid").asText(),
                                target.has("expr")
                                        ? target.path("expr").asText()
                                        : target.path("rawSql").asText())));
        Stream<Question> ofVariables = variables().stream()
                .map(variable -> new Question(
                        uid() + ": variable " + variable.path("name").asText(),
                        variable.at("/datasource/uid").asText(),
                        variable.path("query").asText()));
        return Stream.concat(ofPanels, ofVariables).toList();
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
