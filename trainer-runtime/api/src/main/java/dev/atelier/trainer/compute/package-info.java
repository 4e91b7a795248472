/** What arithmetic on the processor is done with: its vectors, and threads that share work without changing results. */
@NullMarked
package dev.atelier.trainer.compute;

import org.jspecify.annotations.NullMarked;
