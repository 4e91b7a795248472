/** The requests about a job, and the key under which its result is pinned. */
@NullMarked
package dev.atelier.contracts.control;

import org.jspecify.annotations.NullMarked;
