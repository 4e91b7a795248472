/**
 * Puts datasets into the topics, once for each content, and knows which ones are there. Its {@link
 * dev.atelier.dataset.publishing.publication.Catalogue} is the one door to coordination.
 */
@NullMarked
package dev.atelier.dataset.publishing.publication;

import org.jspecify.annotations.NullMarked;
