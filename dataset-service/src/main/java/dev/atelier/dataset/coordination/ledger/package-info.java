/** What has become of every job and submission, folded from the events. */
@NullMarked
package dev.atelier.dataset.coordination.ledger;

import org.jspecify.annotations.NullMarked;
