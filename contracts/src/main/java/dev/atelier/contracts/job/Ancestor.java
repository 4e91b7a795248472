package dev.atelier.contracts.job;

import org.jspecify.annotations.Nullable;

/**
 * A job that another is forked from, with all that is needed to train it again to the epoch at which it is.
 *
 * @param job its id
 * @param epoch its weights after this epoch are taken over
 * @param request the fully resolved job
 * @param weights SHA-256 of the weights after this epoch, where it has ended with these; null where they are not known
 */
public record Ancestor(
        String job, int epoch, Job request, @Nullable String weights) {}
