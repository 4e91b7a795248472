package dev.atelier.trainer.dataset;

import dev.atelier.contracts.dataset.DatasetManifest;

/** A published dataset, whole, in memory, and found to be what its manifest says. */
public record Dataset(DatasetManifest manifest, Images train, Images test) {}
