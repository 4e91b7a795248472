/** What there is to know about the machine that a run takes place on. */
@NullMarked
package dev.atelier.trainer.machine;

import org.jspecify.annotations.NullMarked;
