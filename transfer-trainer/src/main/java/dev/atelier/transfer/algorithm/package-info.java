/** What the runtime trains: a backbone under a new head. */
@NullMarked
package dev.atelier.transfer.algorithm;

import org.jspecify.annotations.NullMarked;
