/** Downloads over HTTP that are resumed after an interruption. */
@NullMarked
package dev.atelier.download;

import org.jspecify.annotations.NullMarked;
