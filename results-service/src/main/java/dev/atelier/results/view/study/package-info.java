/** What readers see of studies. */
@NullMarked
package dev.atelier.results.view.study;

import org.jspecify.annotations.NullMarked;
