/** Tensors, and the safetensors files that hold them. */
@NullMarked
package dev.atelier.tensor;

import org.jspecify.annotations.NullMarked;
