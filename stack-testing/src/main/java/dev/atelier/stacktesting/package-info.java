/** A local stack that a test starts, uses as a person does, and disturbs. */
@NullMarked
package dev.atelier.stacktesting;

import org.jspecify.annotations.NullMarked;
