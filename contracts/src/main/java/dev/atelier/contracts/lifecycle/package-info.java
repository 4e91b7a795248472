/** How a job stands: the one state machine that everybody folds who reads its events. */
@NullMarked
package dev.atelier.contracts.lifecycle;

import org.jspecify.annotations.NullMarked;
