/** What a submission requests: read, checked and expanded into jobs; it waits until that can be done. */
@NullMarked
package dev.atelier.dataset.coordination.request;

import org.jspecify.annotations.NullMarked;
