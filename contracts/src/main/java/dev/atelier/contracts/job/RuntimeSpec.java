package dev.atelier.contracts.job;

/**
 * Where a job runs.
 *
 * @param device {@code auto}, {@code cpu} or {@code cuda:N}
 * @param threads threads of the arithmetic
 */
public record RuntimeSpec(String device, int threads) {}
