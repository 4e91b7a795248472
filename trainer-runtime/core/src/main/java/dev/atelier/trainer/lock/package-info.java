/** One job at a time on one machine, whichever trainers run there. */
@NullMarked
package dev.atelier.trainer.lock;

import org.jspecify.annotations.NullMarked;
