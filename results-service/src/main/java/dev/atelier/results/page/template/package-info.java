/** What every template writes with: figures, text that cannot do harm, and the scripts and sheets of pages. */
@NullMarked
package dev.atelier.results.page.template;

import org.jspecify.annotations.NullMarked;
