/** Training steps on PyTorch: loss, gradients, update, and what a checkpoint holds of them. */
@NullMarked
package dev.atelier.djl.training;

import org.jspecify.annotations.NullMarked;
