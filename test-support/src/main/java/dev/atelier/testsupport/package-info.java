/** What the tests of several modules share: topics read and written, signals to processes, small file systems, rules of architecture. */
@NullMarked
package dev.atelier.testsupport;

import org.jspecify.annotations.NullMarked;
