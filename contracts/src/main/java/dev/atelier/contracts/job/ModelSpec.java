package dev.atelier.contracts.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The network of a job. In a resolved job {@code kind} tells which record it is. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ModelSpec.Mlp.class, name = "mlp"),
    @JsonSubTypes.Type(value = ModelSpec.PlainCnn.class, name = "plain"),
    @JsonSubTypes.Type(value = ModelSpec.ResidualCnn.class, name = "resnet"),
    @JsonSubTypes.Type(value = ModelSpec.Transfer.class, name = "transfer")
})
public sealed interface ModelSpec {

    /**
     * A multilayer perceptron.
     *
     * @param hidden widths of the hidden layers; empty for a linear classifier
     * @param init how weights are drawn
     * @param dropout probability that a hidden activation is dropped
     */
    record Mlp(List<Integer> hidden, Activation activation, Init init, double dropout) implements ModelSpec {
        public Mlp {
            hidden = List.copyOf(hidden);
        }
    }

    /**
     * Convolutions with pooling, then linear layers.
     *
     * @param filters channels of each convolution
     * @param kernel pixels a side of each convolution's kernel
     * @param hidden widths of the linear layers before the last
     * @param dropout p: channel dropout p/2 after the first pool, dropout p before the last layer
     */
    record PlainCnn(
            List<Integer> filters,
            int kernel,
            boolean batchNorm,
            List<Integer> hidden,
            double dropout,
            Activation activation,
            Init init)
            implements ModelSpec {
        public PlainCnn {
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
    record ResidualCnn(int stem, List<Integer> widths, List<Integer> blocks) implements ModelSpec {
        public ResidualCnn {
            widths = List.copyOf(widths);
            blocks = List.copyOf(blocks);
        }
    }

    /**
     * A pretrained backbone under a new head.
     *
     * @param hidden widths of the head's hidden layers
     * @param trainable {@code head}, {@code layer4} … {@code layer1}, or {@code all}
     * @param batchNorm statistics that frozen batch-norm layers use: {@code eval} or {@code train}
     */
    record Transfer(String backbone, Weights weights, List<Integer> hidden, String trainable, String batchNorm)
            implements ModelSpec {
        public Transfer {
            hidden = List.copyOf(hidden);
        }
    }

    /**
     * Where a backbone's weights come from.
     *
     * @param source {@code imagenet}, {@code scratch}, a path or a URL
     * @param sha256 digest that the file must have; null where the source alone decides
     */
    record Weights(String source, @Nullable String sha256) {}

    /** Nonlinearity of hidden layers. Leaky ReLU has slope 0.01. */
    enum Activation {
        RELU("relu"),
        TANH("tanh"),
        LEAKY_RELU("leakyRelu");

        private final String jsonName;

        Activation(String jsonName) {
            this.jsonName = jsonName;
        }

        @JsonValue
        public String jsonName() {
            return jsonName;
        }
    }

    /**
     * How initial weights are drawn: normal · sqrt(1/fan_out) (the published study's), normal · sqrt(2/fan_in) (He), or
     * uniform in ±1/sqrt(fan_in), biases too (PyTorch's default).
     */
    enum Init {
        PAPER("paper"),
        HE("he"),
        PYTORCH("pytorch");

        private final String jsonName;

        Init(String jsonName) {
            this.jsonName = jsonName;
        }

        @JsonValue
        public String jsonName() {
            return jsonName;
        }
    }
}
