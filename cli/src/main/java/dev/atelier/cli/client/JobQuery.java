package dev.atelier.cli.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which jobs to list, and in which order.
 *
 * @param study its id
 * @param name part of a name
 * @param tag {@code name=value}
 * @param priority the word for a priority
 * @param owner whose trainer time they take
 * @param sort the word for an order
 */
public record JobQuery(
        Optional<String> state,
        Optional<String> family,
        Optional<String> study,
        Optional<String> name,
        Optional<String> tag,
        Optional<String> priority,
        Optional<String> owner,
        Optional<String> sort) {
    /** The jobs of a study. */
    static JobQuery ofStudy(String study) {
        Optional<String> none = Optional.empty();
        return new JobQuery(none, none, Optional.of(study), none, none, none, none, none);
    }

    String path(int limit, int offset) {
        Map<String, Optional<String>> parameters = new LinkedHashMap<>();
        parameters.put("state", state);
        parameters.put("family", family);
        parameters.put("study", study);
        parameters.put("name", name);
        parameters.put("tag", tag);
        parameters.put("priority", priority);
        parameters.put("owner", owner);
        parameters.put("sort", sort);
        // A study is followed and counted with all its jobs.
        parameters.put("archived", study.map(id -> "all"));
        return "/api/jobs?limit=" + limit + (offset == 0 ? "" : "&offset=" + offset)
                + parameters.entrySet().stream()
                        .flatMap(parameter -> parameter.getValue().stream()
                                .map(value -> "&" + parameter.getKey() + "=" + Http.encode(value)))
                        .collect(Collectors.joining());
    }
}
