/** Which studies and datasets a request is about. */
@NullMarked
package dev.atelier.results.rest.filter;

import org.jspecify.annotations.NullMarked;
