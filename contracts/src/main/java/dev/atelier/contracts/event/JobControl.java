package dev.atelier.contracts.event;

import java.time.Instant;

/**
 * A wish about a job or a study, in the controls topic under its id. Written once it is known that the id names something;
 * a wish older than the job's latest queueing is over.
 *
 * @param action {@code cancel}
 * @param reason why, for people
 */
public record JobControl(String action, String reason, Instant time) {
    public static final String CANCEL = "cancel";
}
