/** Softmax regression as the trainers' runtime trains it. */
@NullMarked
package dev.atelier.linear;

import org.jspecify.annotations.NullMarked;
