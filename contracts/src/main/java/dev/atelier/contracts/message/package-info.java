/** How records of the topics are written and read: CloudEvents, other messages, the trace that both carry. */
@NullMarked
package dev.atelier.contracts.message;

import org.jspecify.annotations.NullMarked;
