/** How fast convolutional networks train, measured against others who do the same. */
@NullMarked
package dev.atelier.cnn.bench;

import org.jspecify.annotations.NullMarked;
