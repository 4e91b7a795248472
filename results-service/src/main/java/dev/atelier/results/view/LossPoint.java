package dev.atelier.results.view;

import java.util.Optional;

/**
 * The losses of an epoch: what a list of many jobs draws of each.
 *
 * @param epochs epochs requested
 * @param trainLoss mean cross-entropy in nats; nothing where it was not finite, like the other
 */
public record LossPoint(
        String job, int epoch, int epochs, Optional<Double> trainLoss, Optional<Double> validationLoss) {}
