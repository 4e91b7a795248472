package dev.atelier.testsupport.cyclic.one;

import dev.atelier.testsupport.cyclic.two.Second;

/** Needs a class that needs this one. */
public record First(Second second) {}
