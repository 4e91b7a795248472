package dev.atelier.cli.command.study;

import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.stack.service.StackException;
import java.util.List;
import java.util.stream.Collectors;

/** Finds a study by what a person calls it. */
final class StudyLookup {
    private static final int NAMED = 20;

    private StudyLookup() {}

    /**
     * The study of this id, or else the latest of this name.
     *
     * @throws StackException if there is none, naming those there are
     */
    static StudyResponse find(ResultsService results, String idOrName) {
        return results.study(idOrName).orElseGet(() -> {
            List<StudyResponse.Summary> known = results.studies();
            return known.stream()
                    .filter(study -> study.name().equals(idOrName))
                    .findFirst()
                    .flatMap(study -> results.study(study.id()))
                    .orElseThrow(() -> unknown(idOrName, known));
        });
    }

    private static StackException unknown(String idOrName, List<StudyResponse.Summary> known) {
        if (known.isEmpty()) {
            return new StackException(
                    "there is no study '" + idOrName + "', nor any other yet; 'atelier run FILE' runs one");
        }
        String names = known.stream()
                .limit(NAMED)
                .map(study -> study.name() + " (" + study.id() + ")")
                .collect(Collectors.joining(", "));
        int more = known.size() - NAMED;
        return new StackException("there is no study '" + idOrName + "'; there " + (known.size() == 1 ? "is " : "are ")
                + names + (more > 0 ? " and " + more + " more" : ""));
    }
}
