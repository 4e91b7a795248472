package dev.atelier.trainer.dataset;

import dev.atelier.contracts.dataset.DatasetManifest;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the heap of this process is divided: datasets that jobs use, arrays of these jobs, and datasets that are kept for
 * later jobs as long as nothing else needs the room. Safe for use by several threads.
 */
final class HeapBudget {
    private final long all;
    private final long kept;
    private final LinkedHashMap<String, LoadedDataset> datasets = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<HeapUse> uses = new HashSet<>();

    /**
     * @param all bytes of datasets and arrays together
     * @param kept bytes of datasets, as far as no job uses them
     */
    HeapBudget(long all, long kept) {
        this.all = all;
        this.kept = Math.min(all, kept);
    }

    synchronized Optional<LoadedDataset> dataset(String digest) {
        return Optional.ofNullable(datasets.get(digest));
    }

    synchronized boolean holds(String digest) {
        return datasets.containsKey(digest);
    }

    synchronized void add(LoadedDataset dataset) {
        datasets.put(dataset.manifest().digest(), dataset);
    }

    /**
     * Makes room for a dataset that is read next.
     *
     * @param needed its bytes
     * @throws DatasetTooLargeException if it fits in no way
     * @throws HeapOccupiedException if it does not fit beside what jobs use now
     */
    synchronized void makeRoom(DatasetManifest next, long needed) {
        if (needed > all) {
            throw new DatasetTooLargeException(next, needed, all);
        }
        if (!hasRoom(needed)) {
            throw new HeapOccupiedException(next.key(), needed, used());
        }
        evict(needed, kept);
    }

    /** Whether so many bytes fit beside what jobs use now. */
    synchronized boolean hasRoom(long bytes) {
        return used() + bytes <= all;
    }

    /** A job's use of the heap; empty while another job has not taken all that it needs. */
    synchronized Optional<HeapUse> tryBegin() {
        if (!uses.stream().allMatch(HeapUse::isComplete)) {
            return Optional.empty();
        }
        HeapUse use = new HeapUse(this);
        uses.add(use);
        return Optional.of(use);
    }

    synchronized boolean takeArrays(HeapUse use, long bytes) {
        boolean isAlone = uses.stream().allMatch(each -> each == use);
        if (!isAlone && !hasRoom(bytes)) {
            return false;
        }
        evict(bytes, all);
        return true;
    }

    synchronized void end(HeapUse use) {
        uses.remove(use);
    }

    synchronized void clear() {
        datasets.clear();
    }

    /** Removes datasets that no job uses, those used longest ago first, until there is room or none is left. */
    private void evict(long needed, long datasetsAtMost) {
        Set<String> inUse = uses.stream()
                .flatMap(use -> use.dataset().stream())
                .map(dataset -> dataset.manifest().digest())
                .collect(Collectors.toSet());
        long held = datasets.values().stream().mapToLong(LoadedDataset::bytes).sum();
        Iterator<LoadedDataset> usedLongestAgo = datasets.values().iterator();
        while (usedLongestAgo.hasNext() && (held + needed > datasetsAtMost || held + arrays() + needed > all)) {
            LoadedDataset each = usedLongestAgo.next();
            if (!inUse.contains(each.manifest().digest())) {
                held -= each.bytes();
                usedLongestAgo.remove();
            }
        }
    }

    /** Bytes that jobs have; a dataset that several jobs use is there once. */
    private long used() {
        Map<String, Long> bytes = uses.stream()
                .flatMap(use -> use.dataset().stream())
                .collect(Collectors.toMap(
                        dataset -> dataset.manifest().digest(), LoadedDataset::bytes, (one, same) -> one));
        return bytes.values().stream().mapToLong(Long::longValue).sum() + arrays();
    }

    private long arrays() {
        return uses.stream().mapToLong(HeapUse::arrays).sum();
    }
}
