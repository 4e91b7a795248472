/** The topics: their names, keys, partitions and settings, and the one way to create them. */
@NullMarked
package dev.atelier.contracts.topic;

import org.jspecify.annotations.NullMarked;
