/** The multilayer perceptron: layers, activations, dropout, loss, forward and backward passes written by hand. */
@NullMarked
package dev.atelier.mlp.network;

import org.jspecify.annotations.NullMarked;
