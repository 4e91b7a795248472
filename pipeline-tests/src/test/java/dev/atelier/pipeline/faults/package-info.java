/**
 * Random faults, which follow from a seed, over a whole stack of processes: what may be killed, suspended, cut off, filled,
 * locked or lied to, and what must hold afterwards.
 */
package dev.atelier.pipeline.faults;
