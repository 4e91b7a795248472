/** Follows a submission through all services, where somebody wants to: OpenTelemetry, off unless it is switched on. */
@NullMarked
package dev.atelier.contracts.tracing;

import org.jspecify.annotations.NullMarked;
