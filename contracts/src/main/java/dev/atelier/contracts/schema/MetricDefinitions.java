package dev.atelier.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.metric.Direction;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Completes the definitions that name a metric. A schema marks one with {@code x-metric}: the name of its property that is the
 * metric and, where something is chosen by the metric, of its property that is the direction. The catalogue then adds the
 * names of all metrics that can be chosen, and that the direction follows from the metric. Without a direction, it adds the
 * names of all metrics.
 */
final class MetricDefinitions {
    private static final String KEYWORD = "x-metric";

    private MetricDefinitions() {}

    /** Completes the marked definitions at any depth and removes the marks. */
    static void complete(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.remove(KEYWORD) instanceof ObjectNode mark) {
            String metric = mark.path("metric").asText();
            if (mark.has("direction")) {
                allow(object, metric, Metric.ofEpochs());
                derive(object, metric, mark.path("direction").asText());
            } else {
                allow(object, metric, Metric.all());
            }
        }
        schema.forEach(MetricDefinitions::complete);
    }

    private static void allow(ObjectNode definition, String metric, List<Metric> metrics) {
        ObjectNode properties = (ObjectNode) definition.path("properties");
        ObjectNode allowed = JsonNodeFactory.instance.objectNode();
        addNames(allowed.putArray("enum"), metrics);
        properties.set(metric, allowed.setAll((ObjectNode) properties.path(metric)));
    }

    private static void derive(ObjectNode definition, String metric, String direction) {
        JsonNode properties = definition.path("properties");
        JsonNode spellings = properties.path(direction).path("enum");
        Map<Figure, List<Metric>> byFigure = Metric.ofEpochs().stream()
                .collect(Collectors.groupingBy(each -> each.figure().orElseThrow()));
        ArrayNode branches = definition.withArray("allOf");
        for (Map.Entry<Figure, List<Metric>> each : new TreeMap<>(byFigure).entrySet()) {
            ObjectNode branch = branches.addObject();
            ObjectNode condition = branch.putObject("if");
            addNames(condition.putObject("properties").putObject(metric).putArray("enum"), each.getValue());
            condition.putArray("required").add(metric);
            ObjectNode follows =
                    branch.putObject("then").putObject("properties").putObject(direction);
            Direction better = each.getKey().direction();
            String spelling = spelling(better, spellings);
            follows.put("$comment", "a " + better.better() + " " + each.getKey().title() + " is better");
            follows.put("const", spelling).put("default", spelling);
        }
    }

    private static void addNames(ArrayNode names, List<Metric> metrics) {
        metrics.forEach(metric -> names.add(metric.name()));
    }

    private static String spelling(Direction direction, JsonNode spellings) {
        return StreamSupport.stream(spellings.spliterator(), false)
                .map(JsonNode::asText)
                .filter(each -> Direction.of(each) == direction)
                .findFirst()
                .orElseThrow();
    }
}
