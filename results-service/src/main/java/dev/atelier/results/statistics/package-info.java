/**
 * How sure one may be of a figure: intervals over seeds and over test images, and comparisons of variants. Pure functions;
 * nothing here knows Kafka, SQL or a framework.
 */
@NullMarked
package dev.atelier.results.statistics;

import org.jspecify.annotations.NullMarked;
