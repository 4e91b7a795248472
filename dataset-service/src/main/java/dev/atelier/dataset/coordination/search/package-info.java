/** What a search knows of its trials: their jobs, and how good they are by the log. */
@NullMarked
package dev.atelier.dataset.coordination.search;

import org.jspecify.annotations.NullMarked;
