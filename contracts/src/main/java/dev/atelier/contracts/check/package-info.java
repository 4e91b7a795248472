/** What a check of a document finds, and how long it may take. */
@NullMarked
package dev.atelier.contracts.check;

import org.jspecify.annotations.NullMarked;
