/** The pretrained networks that there are, as operations. */
@NullMarked
package dev.atelier.transfer.backbone;

import org.jspecify.annotations.NullMarked;
