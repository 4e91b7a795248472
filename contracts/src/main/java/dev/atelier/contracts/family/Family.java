package dev.atelier.contracts.family;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;

/**
 * A family of networks by its name. Any text of at most 200 characters is a family, so that an event of one that a reader does not know reads like
 * any other; {@link Families} lists the families that are known.
 */
public record Family(String name) {
    private static final int LONGEST = 200;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Family {
        Objects.requireNonNull(name, "family");
        if (name.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "family has " + name.length() + " characters; expected at most " + LONGEST);
        }
    }

    @Override
    @JsonValue
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
