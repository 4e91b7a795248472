/** The one PyTorch engine of a trainer's process: its start, its devices, its threads. */
@NullMarked
package dev.atelier.djl.engine;

import org.jspecify.annotations.NullMarked;
