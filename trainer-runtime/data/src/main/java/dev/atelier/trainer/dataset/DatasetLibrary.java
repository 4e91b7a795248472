package dev.atelier.trainer.dataset;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.trainer.machine.HeapShare;
import dev.atelier.trainer.machine.Machine;
import java.time.Duration;
import java.util.Optional;

/**
 * The datasets that this process holds in memory. Each is read from its topic once, by its digest, and shared by all jobs
 * that request it. Before one is read those that no job uses make room for it, and one that fits in no way is refused, so
 * that reading never fills the heap. Safe for use by several threads, of which one reads at a time.
 */
public final class DatasetLibrary implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Broker broker;
    private final String manifestTopic;
    private final HeapBudget heap;
    private Optional<ManifestReader> manifests = Optional.empty();

    /**
     * @param broker where the brokers are and what they require of clients
     * @param bytesAtMost bytes of images to keep for later jobs; never more than the heap has room for, nor than jobs leave
     */
    public DatasetLibrary(Broker broker, long bytesAtMost) {
        this(broker, Topics.DATASETS.topicName(), bytesAtMost, HeapShare.usable(Machine.heapBytes()));
    }

    /** @param largest bytes of the heap that datasets and the arrays of jobs may take together */
    DatasetLibrary(Broker broker, String manifestTopic, long bytesAtMost, long largest) {
        this.manifestTopic = manifestTopic;
        this.broker = broker;
        this.heap = new HeapBudget(largest, bytesAtMost);
    }

    /**
     * A dataset, read into memory where it is not there yet. Where the topics do not have it within {@code timeout}, the
     * result is empty, and another call goes on waiting: so a caller can do other things meanwhile, such as renewing a
     * lease.
     *
     * <p>Whether it is there is all that is waited for within {@code timeout}; reading it takes its time.
     *
     * @param key {@code name@version}
     * @param digest digest of the content that the dataset must have
     * @param progress is called for every batch that is read, and can end the reading
     * @throws DatasetReadException if the topics hold something else under this key
     * @throws DatasetTooLargeException if the heap has no room for it
     * @throws HeapOccupiedException if it has none until a job that runs ends
     * @throws org.apache.kafka.common.KafkaException if the brokers do not deliver it, or the thread is interrupted
     */
    public synchronized <X extends Exception> Optional<LoadedDataset> find(
            String key, String digest, Duration timeout, LoadProgress<X> progress) throws DatasetReadException, X {
        Optional<LoadedDataset> held = heap.dataset(digest);
        if (held.isPresent()) {
            return held;
        }
        Optional<DatasetManifest> manifest = manifests().find(key, timeout);
        if (manifest.isEmpty()) {
            return Optional.empty();
        }
        if (!manifest.get().digest().equals(digest)) {
            throw new DatasetReadException(
                    "The dataset " + key + " has the digest " + manifest.get().digest() + "; expected " + digest);
        }
        heap.makeRoom(manifest.get(), DatasetReader.bytes(manifest.get()));
        LoadedDataset dataset = new DatasetReader(broker, TIMEOUT).read(manifest.get(), progress);
        heap.add(dataset);
        return Optional.of(dataset);
    }

    /** The same, without progress. */
    public Optional<LoadedDataset> find(String key, String digest, Duration timeout) throws DatasetReadException {
        return this.<RuntimeException>find(key, digest, timeout, () -> {});
    }

    /** Whether a dataset is in memory. */
    public boolean holds(String digest) {
        return heap.holds(digest);
    }

    /** A job's use of the heap; empty while another job of this process takes what it needs. */
    public Optional<HeapUse> tryUseHeap() {
        return heap.tryBegin();
    }

    /** Whether so many bytes fit into the heap beside what jobs use now. */
    public boolean hasRoom(long bytes) {
        return heap.hasRoom(bytes);
    }

    /**
     * Whether every manifest that is published now is known here: what is not found then is not published.
     *
     * @throws org.apache.kafka.common.KafkaException if the brokers do not respond within {@code timeout}
     */
    public synchronized boolean knowsAllManifests(Duration timeout) {
        return manifests().isAtTheEnd(timeout);
    }

    /** The manifest that was published last under a name, if one is within {@code timeout}. */
    public synchronized Optional<DatasetManifest> manifest(String name, Duration timeout) {
        return manifests().findNamed(name, timeout);
    }

    @Override
    public synchronized void close() {
        manifests.ifPresent(ManifestReader::close);
        manifests = Optional.empty();
        heap.clear();
    }

    private ManifestReader manifests() {
        ManifestReader reader = manifests.orElseGet(() -> new ManifestReader(broker, manifestTopic));
        manifests = Optional.of(reader);
        return reader;
    }
}
