package dev.atelier.trainer.algorithm;

/**
 * Where arithmetic takes place.
 *
 * @param device {@code cpu} or {@code cuda:N}
 * @param threads threads of the arithmetic
 * @param vectorFeatures vector extensions that it uses, such as {@code avx512}
 */
public record Compute(String device, int threads, String vectorFeatures) {}
