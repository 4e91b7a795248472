/** What has become of every job and submission, folded from the events; and the one way to add to it. */
@NullMarked
package dev.atelier.dataset.ledger;

import org.jspecify.annotations.NullMarked;
