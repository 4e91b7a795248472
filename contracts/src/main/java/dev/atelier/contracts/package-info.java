/** The language of Atelier: what travels through Kafka, and under which name. */
@NullMarked
package dev.atelier.contracts;

import org.jspecify.annotations.NullMarked;
