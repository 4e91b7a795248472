/** The trainer as a service: configuration, start and stop, health, metrics. Everything else is plain Java that this puts together. */
@NullMarked
package dev.atelier.trainer.service;

import org.jspecify.annotations.NullMarked;
