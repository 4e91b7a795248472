/** Submissions: read, checked, expanded into jobs, and answered, each exactly once. */
@NullMarked
package dev.atelier.dataset.submission;

import org.jspecify.annotations.NullMarked;
