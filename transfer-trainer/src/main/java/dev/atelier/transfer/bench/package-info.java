/** Speed of the backbone beside PyTorch's, and what keeping its features saves. */
@NullMarked
package dev.atelier.transfer.bench;

import org.jspecify.annotations.NullMarked;
