/** How Atelier connects to its brokers: their settings, who may do what there, and the creation of topics. */
@NullMarked
package dev.atelier.kafka.broker;

import org.jspecify.annotations.NullMarked;
