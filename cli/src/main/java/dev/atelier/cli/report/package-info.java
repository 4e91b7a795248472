/** Reports of studies as files. */
@NullMarked
package dev.atelier.cli.report;

import org.jspecify.annotations.NullMarked;
