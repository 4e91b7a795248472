/** What the answer to a submission is in the tables: the submission, its study and the jobs that it came to. */
@NullMarked
package dev.atelier.results.projection.submission;

import org.jspecify.annotations.NullMarked;
