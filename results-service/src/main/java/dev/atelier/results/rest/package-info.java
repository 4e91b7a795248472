/** The HTTP interface: parameters in, JSON out, and every mistake answered with a sentence. */
@NullMarked
package dev.atelier.results.rest;

import org.jspecify.annotations.NullMarked;
