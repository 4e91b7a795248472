/** Which of the waiting jobs come next, and which of those that run make room for more urgent ones. */
@NullMarked
package dev.atelier.dataset.coordination.schedule;

import org.jspecify.annotations.NullMarked;
