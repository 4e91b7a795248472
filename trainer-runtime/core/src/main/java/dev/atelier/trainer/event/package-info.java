/** How a trainer publishes events, which count only once the broker has them. */
@NullMarked
package dev.atelier.trainer.event;

import org.jspecify.annotations.NullMarked;
