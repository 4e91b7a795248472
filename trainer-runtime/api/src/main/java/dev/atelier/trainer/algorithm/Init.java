package dev.atelier.trainer.algorithm;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How initial weights are drawn: normal · sqrt(1/fan_out) (the published study's), normal · sqrt(2/fan_in) (He), or uniform
 * in ±1/sqrt(fan_in), biases too (PyTorch's default).
 */
public enum Init {
    PAPER("paper"),
    HE("he"),
    PYTORCH("pytorch");

    private final String jsonName;

    Init(String jsonName) {
        this.jsonName = jsonName;
    }

    @JsonValue
    public String jsonName() {
        return jsonName;
    }
}
