/** The one JSON dialect that everything here is written in. */
@NullMarked
package dev.atelier.contracts.json;

import org.jspecify.annotations.NullMarked;
