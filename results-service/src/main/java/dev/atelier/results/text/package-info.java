/** Foreign text, and the fields of requests, as they can be shown and stored. */
@NullMarked
package dev.atelier.results.text;

import org.jspecify.annotations.NullMarked;
