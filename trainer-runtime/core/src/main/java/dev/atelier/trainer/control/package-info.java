/** What decides when a job may run, and whether it may go on. */
@NullMarked
package dev.atelier.trainer.control;

import org.jspecify.annotations.NullMarked;
