package dev.atelier.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A change of what people see of a job or a study beside what it is. A member that is null stays as it is.
 *
 * @param name shown instead of the name that was submitted; empty for that name
 * @param notes plain text with line breaks; empty for none
 * @param tags all tags from now on
 * @param archived whether lists leave it out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LabelEdit(
        @Nullable String name,
        @Nullable String notes,
        @Nullable Map<String, String> tags,
        @Nullable Boolean archived) {
    public LabelEdit(
            @Nullable String name,
            @Nullable String notes,
            @Nullable Map<String, String> tags,
            @Nullable Boolean archived) {
        this.name = name;
        this.notes = notes;
        this.tags = tags == null ? null : Collections.unmodifiableMap(new TreeMap<>(tags));
        this.archived = archived;
    }
}
