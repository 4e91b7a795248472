/** How much trainer time owners have used lately. */
@NullMarked
package dev.atelier.dataset.coordination.usage;

import org.jspecify.annotations.NullMarked;
