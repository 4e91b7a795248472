package dev.atelier.djl.training;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.atelier.contracts.job.Job;
import dev.atelier.djl.network.Blueprint;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.random.Seeds;

/** Models on the processor that are trained as on any other device, by PyTorch's operations alone. */
public final class ModelsByOperations {
    private ModelsByOperations() {}

    public static NetworkModel create(Job job, InputShape shape, Blueprint blueprint, Seeds seeds) {
        return create(job, shape, blueprint, seeds, Torch.engine().newBaseManager(Device.cpu()));
    }

    /** @param manager of the model's arrays; closed with it */
    static NetworkModel create(Job job, InputShape shape, Blueprint blueprint, Seeds seeds, NDManager manager) {
        Torch.useThreads(job.runtime().threads());
        return new NetworkModel(job, shape, blueprint, seeds, manager, false, false);
    }
}
