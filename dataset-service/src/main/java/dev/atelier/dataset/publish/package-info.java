/** Puts datasets into the topics, once for each content, and knows which ones are there. */
@NullMarked
package dev.atelier.dataset.publish;

import org.jspecify.annotations.NullMarked;
