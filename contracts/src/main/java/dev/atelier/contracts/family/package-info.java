/** The families of networks: each has one descriptor, which holds all that differs by family. */
@NullMarked
package dev.atelier.contracts.family;

import org.jspecify.annotations.NullMarked;
