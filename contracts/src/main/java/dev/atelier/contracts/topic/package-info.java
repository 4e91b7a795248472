/** The topics: their names, keys, partitions and settings. */
@NullMarked
package dev.atelier.contracts.topic;

import org.jspecify.annotations.NullMarked;
