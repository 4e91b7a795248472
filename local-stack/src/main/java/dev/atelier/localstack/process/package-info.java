/**
 * Child processes: started with free ports and enough memory, awaited, stopped and killed, and never left behind by the
 * process that started them.
 */
@NullMarked
package dev.atelier.localstack.process;

import org.jspecify.annotations.NullMarked;
