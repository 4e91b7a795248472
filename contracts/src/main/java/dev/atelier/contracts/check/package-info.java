/** What a check of a document finds, which name was probably meant, and how long the check may take. */
@NullMarked
package dev.atelier.contracts.check;

import org.jspecify.annotations.NullMarked;
