/** The digest that identifies content: jobs, datasets, weights, files. */
@NullMarked
package dev.atelier.contracts.digest;

import org.jspecify.annotations.NullMarked;
