package dev.atelier.trainer.algorithm;

import com.fasterxml.jackson.annotation.JsonValue;

/** Nonlinearity of hidden layers. Leaky ReLU has slope 0.01. */
public enum Activation {
    RELU("relu"),
    TANH("tanh"),
    LEAKY_RELU("leakyRelu");

    private final String jsonName;

    Activation(String jsonName) {
        this.jsonName = jsonName;
    }

    @JsonValue
    public String jsonName() {
        return jsonName;
    }
}
