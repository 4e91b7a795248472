/** From the file that a person wrote to what is submitted. */
@NullMarked
package dev.atelier.cli.submission;

import org.jspecify.annotations.NullMarked;
