/** A trainer's own metrics for Prometheus, under a few fixed labels; a job's id is never one of them. */
@NullMarked
package dev.atelier.trainer.meter;

import org.jspecify.annotations.NullMarked;
