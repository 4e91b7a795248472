/** The service's HTTP interface. */
@NullMarked
package dev.atelier.dataset.rest;

import org.jspecify.annotations.NullMarked;
