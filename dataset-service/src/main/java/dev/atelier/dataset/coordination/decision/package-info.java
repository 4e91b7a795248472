/** What a submission is answered with, and what is due beside that, given what is known of the jobs: pure functions. */
@NullMarked
package dev.atelier.dataset.coordination.decision;

import org.jspecify.annotations.NullMarked;
