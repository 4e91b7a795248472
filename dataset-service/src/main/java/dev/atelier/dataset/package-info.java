/** The service that publishes datasets, answers submissions and looks after jobs until a trainer has them. */
@NullMarked
package dev.atelier.dataset;

import org.jspecify.annotations.NullMarked;
