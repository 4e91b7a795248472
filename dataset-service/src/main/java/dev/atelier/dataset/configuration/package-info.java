/** What can be set of the service, and the clock that its parts share. */
@NullMarked
package dev.atelier.dataset.configuration;

import org.jspecify.annotations.NullMarked;
