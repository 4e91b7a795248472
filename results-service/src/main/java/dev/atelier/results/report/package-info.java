/** A study as a report: what was measured, what others published, how sure one may be, and what to draw of it. */
@NullMarked
package dev.atelier.results.report;

import org.jspecify.annotations.NullMarked;
