/** The whole pipeline as a person runs it: every service a process of its own, used and killed from outside. */
package dev.atelier.pipeline;
