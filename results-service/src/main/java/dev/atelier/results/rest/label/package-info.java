/** Edits of the labels of jobs and studies over HTTP, and whether lists have what is archived. */
@NullMarked
package dev.atelier.results.rest.label;

import org.jspecify.annotations.NullMarked;
