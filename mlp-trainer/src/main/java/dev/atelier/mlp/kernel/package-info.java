/**
 * Matrix arithmetic in single precision on the JDK's Vector API, over EJML's row-major arrays. Every result has the
 * same bits whatever the vector width, the number of threads, or whether the code is interpreted or compiled.
 */
@NullMarked
package dev.atelier.mlp.kernel;

import org.jspecify.annotations.NullMarked;
