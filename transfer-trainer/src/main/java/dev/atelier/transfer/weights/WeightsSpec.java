package dev.atelier.transfer.weights;

import org.jspecify.annotations.Nullable;

/**
 * Where a backbone's weights come from.
 *
 * @param source {@code imagenet}, {@code scratch}, a path or a URL
 * @param sha256 digest that the file must have; null where the source alone decides
 */
public record WeightsSpec(String source, @Nullable String sha256) {}
