/** What has happened, one record a kind. */
@NullMarked
package dev.atelier.contracts.event;

import org.jspecify.annotations.NullMarked;
