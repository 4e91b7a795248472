/** How gradients move weights: PyTorch's SGD, Adam and AdamW, penalties, clipping and averaging, in one pass. */
@NullMarked
package dev.atelier.trainer.optimizer;

import org.jspecify.annotations.NullMarked;
