/**
 * The service that publishes datasets, answers submissions and manages jobs until a trainer has them. Here it is started,
 * and reports how it stands; publishing and coordination are packages of their own.
 */
@NullMarked
package dev.atelier.dataset;

import org.jspecify.annotations.NullMarked;
