/** What every command is given: the stack that is meant, where to print, which metrics to show. */
@NullMarked
package dev.atelier.cli.invocation;

import org.jspecify.annotations.NullMarked;
