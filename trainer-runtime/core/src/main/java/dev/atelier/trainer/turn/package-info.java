/** One job at a time on one machine, whichever trainers run there. */
@NullMarked
package dev.atelier.trainer.turn;

import org.jspecify.annotations.NullMarked;
