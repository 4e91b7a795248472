/** What reports take from images: those of a dataset, and what models made of the test images. */
@NullMarked
package dev.atelier.results.report.image;

import org.jspecify.annotations.NullMarked;
