/** Downloads over HTTP that are resumed where they broke off. */
@NullMarked
package dev.atelier.download;

import org.jspecify.annotations.NullMarked;
