/** How this service reaches its broker: its clients, and what it writes, as records. */
@NullMarked
package dev.atelier.dataset.connection;

import org.jspecify.annotations.NullMarked;
