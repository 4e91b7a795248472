/** What the answer to a submission is in the tables: the submission, its study and its jobs. */
@NullMarked
package dev.atelier.results.projection.submission;

import org.jspecify.annotations.NullMarked;
