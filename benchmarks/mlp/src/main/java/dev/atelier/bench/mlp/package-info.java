/** Measures how fast the perceptron trains, alone and beside NumPy. */
@NullMarked
package dev.atelier.bench.mlp;

import org.jspecify.annotations.NullMarked;
