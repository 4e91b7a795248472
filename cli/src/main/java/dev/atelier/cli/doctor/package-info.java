/** What Atelier needs on a machine, and how to get what is missing. */
@NullMarked
package dev.atelier.cli.doctor;

import org.jspecify.annotations.NullMarked;
