/** The PyTorch engine of a trainer's process, and training steps on it: loss, gradients, update, and checkpoints. */
@NullMarked
package dev.atelier.djl.training;

import org.jspecify.annotations.NullMarked;
