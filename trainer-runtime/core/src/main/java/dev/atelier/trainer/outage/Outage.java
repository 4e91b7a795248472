package dev.atelier.trainer.outage;

import dev.atelier.trainer.outage.MachineFault.Kind;
import java.time.Instant;

/**
 * A time in which the machine keeps the trainer from working.
 *
 * @param kind what does not work
 * @param reason one plain sentence without a full stop
 * @param since when that was first seen
 */
public record Outage(Kind kind, String reason, Instant since) {}
