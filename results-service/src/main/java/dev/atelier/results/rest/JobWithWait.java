package dev.atelier.results.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.atelier.results.fleet.Wait;
import dev.atelier.results.view.JobDetail;
import java.util.Optional;

/**
 * A job, and what of its surroundings it waits for.
 *
 * @param queueReason why no trainer takes jobs of its family, where it waits and has no reason of its own
 * @param queue why it waits, where it does, and in which place
 */
public record JobWithWait(@JsonUnwrapped JobDetail job, Optional<String> queueReason, Optional<Wait> queue) {}
