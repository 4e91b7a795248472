package dev.atelier.linear;

/**
 * The model's fields of a job.
 *
 * @param deviation standard deviation of the initial weights
 */
record LinearSpec(double deviation) {}
