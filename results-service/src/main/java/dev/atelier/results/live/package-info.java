/** What changes in the projection, sent as it is committed. */
@NullMarked
package dev.atelier.results.live;

import org.jspecify.annotations.NullMarked;
