/**
 * Who may call a service over HTTP, the same for every service that has something to read or to change: bearer tokens with
 * the roles {@code reader} and {@code submitter}, and no requests that a page of another site leads a browser to make. Also
 * how a service refuses a request, and one with query parameters that nothing reads.
 */
@NullMarked
package dev.atelier.access;

import org.jspecify.annotations.NullMarked;
