package dev.atelier.trainer.training;

import dev.atelier.contracts.job.Job;
import dev.atelier.trainer.algorithm.Encoder;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.algorithm.TrainingAlgorithm;
import dev.atelier.trainer.control.RunInterruptedException;
import dev.atelier.trainer.control.RunStopSignal;
import dev.atelier.trainer.dataset.LoadedDataset;
import dev.atelier.trainer.features.FeatureStore;
import dev.atelier.trainer.log.JobLog;
import dev.atelier.trainer.random.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A job's model with what it is shown: images or, where a part of the network never changes, what that makes of them. */
public final class PreparedModel implements AutoCloseable {
    private final Model model;
    private final Inputs inputs;
    private final List<Runnable> ends;

    private PreparedModel(Model model, Inputs inputs, List<Runnable> ends) {
        this.model = model;
        this.inputs = inputs;
        this.ends = ends;
    }

    /**
     * Makes the job's model with its initial weights.
     *
     * @param store where features are kept; without one the whole network sees every image each time
     * @param log of the job
     */
    public static PreparedModel of(
            TrainingAlgorithm algorithm,
            Job job,
            LoadedDataset dataset,
            Inputs images,
            Seeds seeds,
            Optional<FeatureStore> store,
            RunStopSignal stop,
            JobLog log)
            throws IOException, RunInterruptedException {
        Optional<Encoder> encoder = store.isPresent() && Encoding.repeats(job)
                ? algorithm.encoder(job, images.shape(), seeds)
                : Optional.empty();
        if (encoder.isPresent()) {
            List<Runnable> ends = new ArrayList<>(List.of(encoder.get()::close));
            try {
                var encoding = new Encoding(encoder.get(), store.orElseThrow(), stop, job, dataset, log);
                ends.addFirst(encoding::close);
                Optional<Inputs> features = encoding.encode(images);
                if (features.isPresent()) {
                    var prepared = new PreparedModel(encoder.get().model(), features.get(), List.copyOf(ends));
                    ends.clear();
                    return prepared;
                }
            } finally {
                ends.forEach(Runnable::run);
            }
        }
        Model model = algorithm.create(job, images.shape(), seeds);
        return new PreparedModel(model, images, List.of(model::close));
    }

    public Model model() {
        return model;
    }

    public Inputs inputs() {
        return inputs;
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
    }
}
