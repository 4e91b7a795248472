/** The requests about a job or a study, and the keys under which its result is pinned and its labels are edited. */
@NullMarked
package dev.atelier.contracts.control;

import org.jspecify.annotations.NullMarked;
