/** What the trainers' runtime sees of convolutional networks. */
@NullMarked
package dev.atelier.cnn.algorithm;

import org.jspecify.annotations.NullMarked;
