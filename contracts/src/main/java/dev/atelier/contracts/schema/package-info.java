/** What a submission may contain: JSON Schemas, defaults, and violations in sentences. */
@NullMarked
package dev.atelier.contracts.schema;

import org.jspecify.annotations.NullMarked;
