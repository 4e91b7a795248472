/** Which operations a job's convolutional network consists of, and what they need. */
@NullMarked
package dev.atelier.cnn.architecture;

import org.jspecify.annotations.NullMarked;
