/** The broker and the database that all tests of one JVM share, as child processes or in containers. */
@NullMarked
package dev.atelier.localstack.testing;

import org.jspecify.annotations.NullMarked;
