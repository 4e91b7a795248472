/** Where weights come from: files of PyTorch and safetensors, from a folder, a path or a URL, checked before use. */
@NullMarked
package dev.atelier.transfer.weights;

import org.jspecify.annotations.NullMarked;
