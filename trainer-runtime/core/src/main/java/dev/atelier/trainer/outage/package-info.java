/**
 * When the machine, and not a job, keeps the trainer from working: how that is recognised and reported, and how work
 * resumes.
 */
@NullMarked
package dev.atelier.trainer.outage;

import org.jspecify.annotations.NullMarked;
