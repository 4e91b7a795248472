/** The images of published datasets, read from the topic that holds them. */
@NullMarked
package dev.atelier.results.image;

import org.jspecify.annotations.NullMarked;
