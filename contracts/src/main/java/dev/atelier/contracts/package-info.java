/** The language of Atelier: its version, and the digest that identifies content: jobs, datasets, weights, files. */
@NullMarked
package dev.atelier.contracts;

import org.jspecify.annotations.NullMarked;
