/** What follows from epoch and step: the learning rate, which epoch is the best, when to stop. */
@NullMarked
package dev.atelier.trainer.schedule;

import org.jspecify.annotations.NullMarked;
