/** Pages that are lists: filtered, ordered, and shown page by page. */
@NullMarked
package dev.atelier.results.page.list;

import org.jspecify.annotations.NullMarked;
