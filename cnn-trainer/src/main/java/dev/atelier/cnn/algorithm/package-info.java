/** What the trainers' runtime sees of convolutional networks: which operations a job's network has, and their needs. */
@NullMarked
package dev.atelier.cnn.algorithm;

import org.jspecify.annotations.NullMarked;
