/** Results in plain text: tables of jobs, epochs, studies and variants, and comparisons. */
@NullMarked
package dev.atelier.cli.result;

import org.jspecify.annotations.NullMarked;
