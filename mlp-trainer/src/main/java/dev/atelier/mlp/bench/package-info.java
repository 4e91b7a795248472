/** Measures how fast the perceptron trains, alone and beside NumPy. */
@NullMarked
package dev.atelier.mlp.bench;

import org.jspecify.annotations.NullMarked;
