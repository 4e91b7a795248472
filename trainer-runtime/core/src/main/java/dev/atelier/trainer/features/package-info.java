/** What the unmoved part of a network made of images, kept on this machine's disk for further epochs and further jobs. */
@NullMarked
package dev.atelier.trainer.features;

import org.jspecify.annotations.NullMarked;
