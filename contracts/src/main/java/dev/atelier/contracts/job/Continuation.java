package dev.atelier.contracts.job;

/**
 * A completed job that a longer one continues: they differ in the number of epochs alone, and the first epochs of both are the
 * same. It has no influence on a result, which is that of the longer job whether its first epochs are trained again or not.
 *
 * @param job the id of the completed job
 * @param epoch how many epochs it has
 */
public record Continuation(String job, int epoch) {}
