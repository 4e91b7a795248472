/** Networks as data, and the PyTorch operations that they come to. */
@NullMarked
package dev.atelier.djl.network;

import org.jspecify.annotations.NullMarked;
