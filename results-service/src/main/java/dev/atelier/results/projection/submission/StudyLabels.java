package dev.atelier.results.projection.submission;

import dev.atelier.contracts.event.StudyEdited;
import dev.atelier.results.projection.Labels;
import dev.atelier.results.projection.LogPosition;
import java.util.Optional;

/**
 * What people have edited of a study, whichever submission requested it.
 *
 * @param study the study's id
 */
public record StudyLabels(String study, Labels labels, LogPosition changed) {
    /** The row after an edit; the known one where the edit is not later. */
    public static StudyLabels after(Optional<StudyLabels> known, StudyEdited event, LogPosition at) {
        Optional<Labels> before = known.map(StudyLabels::labels);
        Optional<Labels> after = Labels.after(before, event.edit(), event.by(), event.origin(), event.time());
        return known.filter(row -> after.equals(before))
                .orElseGet(() -> new StudyLabels(event.study(), after.orElseThrow(), at));
    }
}
