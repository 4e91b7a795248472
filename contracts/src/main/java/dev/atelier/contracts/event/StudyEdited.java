package dev.atelier.contracts.event;

import java.time.Instant;

/**
 * The name, notes or tags of a study were edited, or it was archived. Of two edits of one field the one whose request
 * stands later in the controls topic counts.
 *
 * @param by who requested it, as the token or the request names them; empty where neither does
 * @param origin the record that requested it
 */
public record StudyEdited(String study, LabelEdit edit, String by, RecordOrigin origin, Instant time) implements Event {
    @Override
    public String id() {
        return study + "/edited/" + origin.offset();
    }

    @Override
    public String key() {
        return study;
    }
}
