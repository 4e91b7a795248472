/**
 * The services of a stack, each as a program with its ports, its folder and its share of the memory, and how one finds out
 * whether it is well.
 */
@NullMarked
package dev.atelier.cli.stack.service;

import org.jspecify.annotations.NullMarked;
