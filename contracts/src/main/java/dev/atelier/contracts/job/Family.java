package dev.atelier.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** The kinds of network there are; each has a trainer and a topic of its own. */
public enum Family {
    MLP,
    CNN,
    TRANSFER;

    @JsonCreator
    public static Family of(String jsonName) {
        return Arrays.stream(values())
                .filter(family -> family.jsonName().equals(jsonName))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("family: '" + jsonName + "' is not one of mlp, cnn, transfer"));
    }

    @JsonValue
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
