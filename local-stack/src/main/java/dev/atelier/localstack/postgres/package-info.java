/** A real PostgreSQL on this machine without containers, as a child process that keeps its data. */
@NullMarked
package dev.atelier.localstack.postgres;

import org.jspecify.annotations.NullMarked;
