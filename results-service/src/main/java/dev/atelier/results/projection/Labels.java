package dev.atelier.results.projection;

import dev.atelier.contracts.event.LabelEdit;
import dev.atelier.contracts.event.RecordOrigin;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What people have edited of a job or a study, by the events of all edits in the order of their requests; the same events
 * delivered again change nothing.
 *
 * @param name shown instead of the name that was submitted, at most {@value #LONGEST_NAME} characters
 * @param notes plain text; empty for none
 * @param tags all tags; empty where those that were submitted count
 * @param archived whether lists leave it out
 * @param editedBy who edited it last; may be empty
 * @param record offset of the latest request in the controls topic
 */
public record Labels(
        Optional<String> name,
        String notes,
        Optional<Map<String, String>> tags,
        boolean archived,
        Instant editedAt,
        String editedBy,
        long record) {
    /** As far as an index holds a name; what was submitted is no longer. */
    public static final int LONGEST_NAME = 200;

    /**
     * The labels after an edit.
     *
     * @return what is known where the edit is not later
     */
    public static Optional<Labels> after(
            Optional<Labels> known, LabelEdit edit, String by, RecordOrigin request, Instant time) {
        if (known.filter(labels -> labels.record >= request.offset()).isPresent()) {
            return known;
        }
        Optional<String> name = Optional.ofNullable(edit.name());
        return Optional.of(new Labels(
                name.isPresent()
                        ? name.filter(text -> !text.isEmpty()).map(Labels::shortened)
                        : known.flatMap(Labels::name),
                Optional.ofNullable(edit.notes())
                        .or(() -> known.map(Labels::notes))
                        .orElse(""),
                Optional.ofNullable(edit.tags()).or(() -> known.flatMap(Labels::tags)),
                Optional.ofNullable(edit.archived())
                        .or(() -> known.map(Labels::archived))
                        .orElse(false),
                StoredTime.of(time),
                by,
                request.offset()));
    }

    /** A name as far as an index holds it. */
    public static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME));
    }
}
