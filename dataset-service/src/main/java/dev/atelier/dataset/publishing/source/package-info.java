/** Where a dataset's files come from, and what they must be before anyone is given them. */
@NullMarked
package dev.atelier.dataset.publishing.source;

import org.jspecify.annotations.NullMarked;
