/** What has happened, one record a kind, and how it travels as a CloudEvent. */
@NullMarked
package dev.atelier.contracts.event;

import org.jspecify.annotations.NullMarked;
