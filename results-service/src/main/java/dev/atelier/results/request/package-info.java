/** Requests side by side: the fields in which jobs differ. */
@NullMarked
package dev.atelier.results.request;

import org.jspecify.annotations.NullMarked;
