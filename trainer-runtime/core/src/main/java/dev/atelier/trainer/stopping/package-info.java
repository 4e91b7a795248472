/** Which epoch has been the best so far, and when to stop waiting for a better one. */
@NullMarked
package dev.atelier.trainer.stopping;

import org.jspecify.annotations.NullMarked;
