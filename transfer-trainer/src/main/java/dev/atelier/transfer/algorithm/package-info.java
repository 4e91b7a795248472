/** What the runtime trains: a pretrained backbone, as operations, under a new head. */
@NullMarked
package dev.atelier.transfer.algorithm;

import org.jspecify.annotations.NullMarked;
