/** The formats of files of weights: which one a file has, and the tensors in it. */
@NullMarked
package dev.atelier.transfer.format;

import org.jspecify.annotations.NullMarked;
