/** The metrics that there are, what they are computed from, and the names that they travel by. */
@NullMarked
package dev.atelier.contracts.metric;

import org.jspecify.annotations.NullMarked;
