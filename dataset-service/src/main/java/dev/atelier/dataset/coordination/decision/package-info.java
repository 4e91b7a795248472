/** What a submission is answered with, given what is known of its jobs: pure functions. */
@NullMarked
package dev.atelier.dataset.coordination.decision;

import org.jspecify.annotations.NullMarked;
