/** How the trainers of one machine divide its cores and its memory among the jobs that run side by side. */
@NullMarked
package dev.atelier.trainer.budget;

import org.jspecify.annotations.NullMarked;
