package dev.atelier.results.submission;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The labels of a job or a study.
 *
 * @param name that is shown
 * @param notes plain text with line breaks; may be empty
 * @param tags each {@code name=value}
 * @param archived whether lists leave it out
 * @param editRecord offset of the latest edit in the controls topic; empty where nobody edited it
 */
public record CurrentLabels(
        String name,
        String notes,
        @Schema(maxItems = 100) List<String> tags,
        boolean archived,
        Optional<Long> editRecord) {
    /** The tags by their names. */
    Map<String, String> tagsByName() {
        Map<String, String> byName = new TreeMap<>();
        for (String tag : tags) {
            int equals = tag.indexOf('=');
            byName.put(tag.substring(0, Math.max(equals, 0)), tag.substring(equals + 1));
        }
        return byName;
    }

    boolean hasRecord(long offset) {
        return editRecord.filter(record -> record >= offset).isPresent();
    }
}
