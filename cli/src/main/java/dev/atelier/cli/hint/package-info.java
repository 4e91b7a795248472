/** Command lines that messages name. */
@NullMarked
package dev.atelier.cli.hint;

import org.jspecify.annotations.NullMarked;
