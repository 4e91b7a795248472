package dev.atelier.contracts.job;

/**
 * Where the weights of a job come from that does not start with weights of its own: those of another job after an epoch, with
 * the running statistics of its normalisations. The optimizer starts afresh, and epochs are counted from 1.
 *
 * @param job the other job's id
 * @param epoch of the other job, from 1
 */
public record Fork(String job, int epoch) {}
