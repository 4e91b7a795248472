/** What is searched: parameters of a job, the values that each may have, and the conditions under which one exists. */
@NullMarked
package dev.atelier.search.space;

import org.jspecify.annotations.NullMarked;
