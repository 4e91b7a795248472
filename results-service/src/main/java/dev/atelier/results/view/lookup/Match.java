package dev.atelier.results.view.lookup;

import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A job or a study that a text can stand for.
 *
 * @param kind {@code job} or {@code study}
 * @param by {@code id}, {@code prefix} of the id, or {@code name}, which may differ from the text in case
 * @param name the name that matches, or the name of what was found by its id
 * @param state of a job; empty for a study
 * @param jobs how many a study has; 1 for a job
 * @param ended how many of them have ended
 * @param at when the job was queued, or the study was last accepted
 */
@Schema(name = "LookupMatch")
public record Match(
        String kind, String by, String id, String name, String state, int jobs, int ended, Optional<Instant> at) {}
