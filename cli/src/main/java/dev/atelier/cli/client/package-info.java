/** What the services answer over HTTP. */
@NullMarked
package dev.atelier.cli.client;

import org.jspecify.annotations.NullMarked;
