package dev.atelier.dataset.coordination.ledger;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A part of the ledger as it was at one point of its topics.
 *
 * @param json makes its JSON form; nothing where there was no such part
 */
public record SnapshotEntry(SnapshotKey key, Supplier<Optional<byte[]>> json) {}
