package dev.atelier.testsupport.cyclic.two;

import dev.atelier.testsupport.cyclic.one.First;

/** Needs a class that needs this one. */
public record Second(First first) {}
