/** What the trainers' runtime sees of the multilayer perceptron. */
@NullMarked
package dev.atelier.mlp.algorithm;

import org.jspecify.annotations.NullMarked;
