/** Forms that browsers send. */
@NullMarked
package dev.atelier.results.page.form;

import org.jspecify.annotations.NullMarked;
