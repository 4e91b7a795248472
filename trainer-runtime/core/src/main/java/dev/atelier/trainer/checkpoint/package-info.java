/** What a run saves to resume where it stopped: tensors as safetensors, the rest as JSON. */
@NullMarked
package dev.atelier.trainer.checkpoint;

import org.jspecify.annotations.NullMarked;
