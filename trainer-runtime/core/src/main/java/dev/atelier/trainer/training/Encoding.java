package dev.atelier.trainer.training;

import dev.atelier.contracts.job.DataSpec;
import dev.atelier.contracts.job.DataSpec.Mode;
import dev.atelier.contracts.job.Job;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.Encoder;
import dev.atelier.trainer.batch.Look;
import dev.atelier.trainer.batch.Selection;
import dev.atelier.trainer.control.RunInterruptedException;
import dev.atelier.trainer.control.RunStopSignal;
import dev.atelier.trainer.dataset.LoadedDataset;
import dev.atelier.trainer.features.FeatureStore;
import dev.atelier.trainer.features.Features;
import dev.atelier.trainer.features.FeaturesInUseException;
import dev.atelier.trainer.log.JobLog;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Computes what an {@link Encoder} makes of every image that a job will see, each once, and uses that in place of the
 * images. What the store has already is taken from there; what is new goes there, for other jobs. Batches go through one
 * at a time, so memory does not grow with the dataset.
 */
public final class Encoding implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Encoding.class);
    private static final int BATCH = 64;

    private final Encoder encoder;
    private final FeatureStore store;
    private final RunStopSignal stop;
    private final Job job;
    private final EncodingLog log;
    private final String origin;
    private final Map<String, Features> opened = new TreeMap<>();

    Encoding(Encoder encoder, FeatureStore store, RunStopSignal stop, Job job, LoadedDataset dataset, JobLog log) {
        this.encoder = encoder;
        this.store = store;
        this.stop = stop;
        this.job = job;
        this.log = new EncodingLog(log);
        DataSpec data = job.data();
        this.origin = "encoder %s, dataset %s, resize %s, normalize %s"
                .formatted(
                        encoder.digest(),
                        dataset.manifest().digest(),
                        data.resize(),
                        data.normalize().jsonName());
    }

    /** Whether a job's images look a limited number of ways. */
    public static boolean repeats(Job job) {
        var augment = job.data().augment();
        return augment.changesNothing() || augment.drawing() != Mode.FRESH;
    }

    /** The job's inputs with features for images; empty where they cannot be kept, now or at all: a job can do without. */
    Optional<Inputs> encode(Inputs images) throws RunInterruptedException {
        try {
            return encodeAll(images);
        } catch (IOException e) {
            LOG.warnf("Job %s does not keep its features; they are computed again each time: %s", job.name(), e);
            log.warn("the disk failed: " + e);
            return Optional.empty();
        }
    }

    private Optional<Inputs> encodeAll(Inputs images) throws IOException, RunInterruptedException {
        var train = new Source(images.training(), "train");
        var validation = new Source(images.validation(), "train");
        List<Source> tests =
                images.tests().stream().map(look -> new Source(look, "test")).toList();
        List<Source> all =
                Stream.concat(Stream.of(train, validation), tests.stream()).toList();
        if (!open(all)) {
            return Optional.empty();
        }
        for (Source source : all) {
            compute(source);
        }
        for (Features each : opened.values()) {
            each.seal();
        }
        log.finish();
        return Optional.of(new Inputs(
                encoder.features(),
                images.splitDigest(),
                train.encoded(train.images),
                images.trained().map(train::encoded),
                validation.encoded(validation.images),
                tests.stream().map(source -> source.encoded(source.images)).toList()));
    }

    private boolean open(List<Source> sources) throws IOException {
        Map<String, Integer> images = new TreeMap<>();
        long rows = 0;
        for (Source source : sources) {
            for (int view : source.views()) {
                images.put(source.key(view), source.images.outOf());
                rows += source.images.size();
            }
        }
        long bytes = rows * encoder.features().features() * Float.BYTES;
        if (!store.holds(bytes)) {
            LOG.infof(
                    "The features of job %s may take %d bytes, more than are kept: they are computed again each time",
                    job.name(), bytes);
            log.warn("they may take " + bytes + " bytes, more than are kept");
            return false;
        }
        store.makeRoom(bytes, List.copyOf(images.keySet()));
        try {
            for (var each : images.entrySet()) {
                int values = encoder.features().features();
                opened.put(each.getKey(), store.open(each.getKey(), each.getValue(), values));
            }
            return true;
        } catch (FeaturesInUseException e) {
            LOG.infof("Job %s does not keep its features: %s", job.name(), e.getMessage());
            log.warn("another job is using them");
            return false;
        }
    }

    private void compute(Source source) throws IOException, RunInterruptedException {
        var pending = new Pending(source);
        for (int epoch = 1; epoch <= source.epochs(); epoch++) {
            for (int position = 0; position < source.images.size(); position++) {
                if (!source.at(position, epoch).has(source.images.number(position))) {
                    pending.add(position, epoch);
                }
            }
            pending.encode();
        }
    }

    @Override
    public void close() {
        opened.values().forEach(Features::close);
    }

    /** Images of one part of the dataset, and their features by view. */
    private final class Source {
        private final Selection images;
        private final String part;
        private final Map<Integer, Features> byView = new HashMap<>();

        Source(Selection images, String part) {
            this.images = images;
            this.part = part;
        }

        /** Number of epochs that may each show something else. */
        int epochs() {
            return images.placements().isFixed() ? 1 : job.training().epochs();
        }

        SortedSet<Integer> views() {
            SortedSet<Integer> views = new TreeSet<>();
            for (int epoch = 1; epoch <= epochs(); epoch++) {
                for (int position = 0; position < images.size(); position++) {
                    views.add(images.placements().view(epoch, images.number(position)));
                }
            }
            return views;
        }

        String key(int view) {
            return "%s, %s, %s, view %d"
                    .formatted(origin, part, images.placements().key(), view);
        }

        Features at(int position, int epoch) {
            return of(images.placements().view(epoch, images.number(position)));
        }

        private Features of(int view) {
            return byView.computeIfAbsent(view, each -> Objects.requireNonNull(opened.get(key(each)), "not opened"));
        }

        /** These or more images of theirs as features. */
        Selection encoded(Selection selection) {
            return selection.looking(new Look() {
                @Override
                public int values() {
                    return encoder.features().features();
                }

                @Override
                public void show(int position, int image, int epoch, float[] inputs, int offset) {
                    of(selection.placements().view(epoch, image)).read(image, inputs, offset);
                }
            });
        }
    }

    /** Images that wait until there are enough of them for a batch. */
    private final class Pending {
        private final Source source;
        private final float[] inputs;
        private final int[] labels = new int[BATCH];
        private final float[] made = new float[BATCH * encoder.features().features()];
        private final int[] images = new int[BATCH];
        private final Features[] places = new Features[BATCH];
        private int size;

        Pending(Source source) {
            this.source = source;
            this.inputs = new float[BATCH * source.images.values()];
        }

        void add(int position, int epoch) throws IOException, RunInterruptedException {
            source.images.show(position, epoch, inputs, size * source.images.values());
            images[size] = source.images.number(position);
            places[size] = source.at(position, epoch);
            size++;
            if (size == BATCH) {
                encode();
            }
        }

        void encode() throws IOException, RunInterruptedException {
            if (size == 0) {
                return;
            }
            stop.check();
            log.begin();
            encoder.encode(new Batch(inputs, labels, size), made);
            for (int row = 0; row < size; row++) {
                places[row].add(images[row], made, row);
            }
            log.add(size);
            size = 0;
        }
    }
}
