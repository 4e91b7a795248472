/** Networks as data, and the PyTorch operations that implement them. */
@NullMarked
package dev.atelier.djl.network;

import org.jspecify.annotations.NullMarked;
