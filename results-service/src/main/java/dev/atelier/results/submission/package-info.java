/** What people request in the browser, handed on to the dataset-service, which alone takes submissions. */
@NullMarked
package dev.atelier.results.submission;

import org.jspecify.annotations.NullMarked;
