/** Submissions, each answered exactly once, and what else is due. */
@NullMarked
package dev.atelier.dataset.coordination.submission;

import org.jspecify.annotations.NullMarked;
