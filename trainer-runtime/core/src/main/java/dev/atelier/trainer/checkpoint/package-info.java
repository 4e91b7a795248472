/** What a run must remember to go on where it stopped: tensors as safetensors, the rest as JSON. */
@NullMarked
package dev.atelier.trainer.checkpoint;

import org.jspecify.annotations.NullMarked;
