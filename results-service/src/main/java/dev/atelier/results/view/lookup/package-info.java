/** What jobs and studies an id, the beginning of one, or a name can stand for. */
@NullMarked
package dev.atelier.results.view.lookup;

import org.jspecify.annotations.NullMarked;
