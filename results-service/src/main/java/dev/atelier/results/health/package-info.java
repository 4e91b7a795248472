/** Whether the service can be relied on. */
@NullMarked
package dev.atelier.results.health;

import org.jspecify.annotations.NullMarked;
