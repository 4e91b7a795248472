package dev.atelier.contracts.job;

import com.fasterxml.jackson.annotation.JsonValue;

/** What an epoch can be judged by. Nothing is ever chosen on test images. */
public enum Metric {
    VALIDATION_ACCURACY("validation.accuracy"),
    VALIDATION_LOSS("validation.loss"),
    TRAIN_ACCURACY("train.accuracy"),
    TRAIN_LOSS("train.loss");

    private final String jsonName;

    Metric(String jsonName) {
        this.jsonName = jsonName;
    }

    @JsonValue
    public String jsonName() {
        return jsonName;
    }
}
