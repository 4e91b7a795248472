package dev.atelier.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The update rule of a job with its numbers, as PyTorch defines them. Jobs of version 0.1 also have the fields of the other
 * rules, which have no effect; they are kept as they were recorded.
 *
 * @param fields not to be written to
 */
public record OptimizerSpec(ObjectNode fields) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public OptimizerSpec {}

    @Override
    @JsonValue
    public ObjectNode fields() {
        return fields;
    }

    /**
     * The rule, with the fields that have an effect.
     *
     * @throws IllegalArgumentException if the fields are not those of a rule
     */
    public Rule rule() {
        try {
            return Json.MAPPER.treeToValue(fields, Rule.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("training.optimizer cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    /** The learning rate that the schedule's factor applies to. */
    public double learningRate() {
        return fields.path("learningRate").asDouble();
    }

    /** The update rules, by {@code name}. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Sgd.class, name = "sgd"),
        @JsonSubTypes.Type(value = Adam.class, name = "adam"),
        @JsonSubTypes.Type(value = AdamW.class, name = "adamw")
    })
    public sealed interface Rule {
        double weightDecay();
    }

    /**
     * Stochastic gradient descent.
     *
     * @param nesterov whether the momentum is Nesterov's; null where there is no momentum
     */
    public record Sgd(double momentum, @Nullable Boolean nesterov, double weightDecay) implements Rule {
        /** Whether there is a momentum, and it is Nesterov's. */
        public boolean looksAhead() {
            return momentum != 0 && nesterov != null && nesterov;
        }
    }

    /**
     * Adam, which adds weight decay to the gradient.
     *
     * @param betas the two decay rates of the moments
     */
    public record Adam(List<Double> betas, double eps, double weightDecay) implements Rule {
        public Adam {
            betas = List.copyOf(betas);
        }
    }

    /**
     * AdamW, which shrinks the weights themselves.
     *
     * @param betas the two decay rates of the moments
     */
    public record AdamW(List<Double> betas, double eps, double weightDecay) implements Rule {
        public AdamW {
            betas = List.copyOf(betas);
        }
    }
}
