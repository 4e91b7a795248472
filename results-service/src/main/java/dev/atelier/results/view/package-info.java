/** What readers see of the projection: records as the interface shows them, and the queries over the views that fill them. */
@NullMarked
package dev.atelier.results.view;

import org.jspecify.annotations.NullMarked;
