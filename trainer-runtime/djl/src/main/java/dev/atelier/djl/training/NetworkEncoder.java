package dev.atelier.djl.training;

import ai.djl.Device;
import dev.atelier.contracts.Sha256;
import dev.atelier.contracts.job.Job;
import dev.atelier.djl.network.Blueprint;
import dev.atelier.djl.network.FeatureShape;
import dev.atelier.djl.network.Network;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.Encoder;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.compute.Vectors;
import dev.atelier.trainer.machine.Machine;
import dev.atelier.trainer.random.Seeds;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.TreeMap;

/** The frozen operations of a network, and the model of the others behind them. */
public final class NetworkEncoder implements Encoder {
    private final NetworkModel model;
    private final InputShape features;
    private final HostBatch images;
    private final String digest;

    private NetworkEncoder(Device device, Job job, InputShape shape, Blueprint blueprint, Seeds seeds) {
        FeatureShape made = blueprint.features(new FeatureShape(shape.channels(), shape.height(), shape.width()));
        this.features = new InputShape(made.channels(), made.height(), made.width(), shape.classes());
        this.model = NetworkModel.onFeatures(device, job, features, blueprint, seeds);
        this.images = new HostBatch(shape);
        String surroundings = "%d, %s, %s, %d threads, %s, %s, %s"
                .formatted(
                        Network.FROZEN_ARITHMETIC,
                        blueprint.frozenOps(),
                        new TreeMap<>(Torch.versions()),
                        job.runtime().threads(),
                        Torch.name(device),
                        Machine.processor(),
                        Vectors.describe());
        MessageDigest whole = Sha256.create();
        whole.update(surroundings.getBytes(StandardCharsets.UTF_8));
        whole.update(model.frozenDigest());
        this.digest = Sha256.hex(whole);
    }

    /** Empty where nothing is frozen, or normalisations in it go by the batch. */
    public static Optional<Encoder> on(Device device, Job job, InputShape shape, Blueprint blueprint, Seeds seeds) {
        return blueprint.hasSteadyFeatures()
                ? Optional.of(new NetworkEncoder(device, job, shape, blueprint, seeds))
                : Optional.empty();
    }

    @Override
    public InputShape features() {
        return features;
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public void encode(Batch batch, float[] made) {
        images.fill(batch);
        model.encode(images, made);
    }

    @Override
    public Model model() {
        return model;
    }

    @Override
    public void close() {
        model.close();
    }
}
