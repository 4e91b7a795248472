/** Commands about the stack: its services, their logs, and what they keep. */
@NullMarked
package dev.atelier.cli.command.stack;

import org.jspecify.annotations.NullMarked;
