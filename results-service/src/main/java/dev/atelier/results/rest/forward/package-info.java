/** Requests that the dataset-service answers, under the address of this service. */
@NullMarked
package dev.atelier.results.rest.forward;

import org.jspecify.annotations.NullMarked;
