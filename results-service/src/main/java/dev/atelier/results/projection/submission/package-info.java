/** What the answer to a submission is in the tables: the submission, its study and its jobs, and how the study is labelled. */
@NullMarked
package dev.atelier.results.projection.submission;

import org.jspecify.annotations.NullMarked;
