package dev.atelier.cnn.algorithm;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.atelier.contracts.job.Job;
import dev.atelier.trainer.algorithm.Activation;
import dev.atelier.trainer.algorithm.Init;
import java.util.List;

/** A convolutional network, as a job describes it; {@code kind} is its architecture. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CnnSpec.Plain.class, name = "plain"),
    @JsonSubTypes.Type(value = CnnSpec.Residual.class, name = "resnet")
})
public sealed interface CnnSpec {

    /** @throws IllegalArgumentException if the job's model is not a convolutional network */
    static CnnSpec of(Job job) {
        return job.model().as(CnnSpec.class);
    }

    /**
     * Convolutions with pooling, then linear layers.
     *
     * @param filters channels of each convolution
     * @param kernel pixels a side of each convolution's kernel
     * @param hidden widths of the linear layers before the last
     * @param dropout p: channel dropout p/2 after the first pool, dropout p before the last layer
     */
    record Plain(
            List<Integer> filters,
            int kernel,
            boolean batchNorm,
            List<Integer> hidden,
            double dropout,
            Activation activation,
            Init init)
            implements CnnSpec {
        public Plain {
            filters = List.copyOf(filters);
            hidden = List.copyOf(hidden);
        }
    }

    /**
     * A small residual network.
     *
     * @param stem channels of the first convolution
     * @param widths channels of each stage
     * @param blocks basic blocks of each stage
     */
    record Residual(int stem, List<Integer> widths, List<Integer> blocks) implements CnnSpec {
        public Residual {
            widths = List.copyOf(widths);
            blocks = List.copyOf(blocks);
        }
    }
}
