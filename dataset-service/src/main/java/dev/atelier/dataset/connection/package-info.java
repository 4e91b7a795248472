/** How this service reaches Kafka with the plain clients. */
@NullMarked
package dev.atelier.dataset.connection;

import org.jspecify.annotations.NullMarked;
