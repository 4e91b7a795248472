/** How the ledger is read from the log, and the one way to add to the log. */
@NullMarked
package dev.atelier.dataset.coordination.log;

import org.jspecify.annotations.NullMarked;
