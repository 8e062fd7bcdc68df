package org.greater4j.torch.decoder;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The function of the feed-forward's gate. */
public enum Activation {
    /** {@code x · sigmoid(x)}. */
    SILU {
        @Override
        Tensor of(Tensor gate) {
            return torch.silu(gate);
        }

        @Override
        void backward(Tensor gradient, Tensor gate, Tensor target) {
            torch.silu_backward_outf(gradient, gate, target);
        }
    },
    /** GELU by its approximation with a hyperbolic tangent. */
    GELU_TANH {
        @Override
        Tensor of(Tensor gate) {
            return torch.gelu(gate, "tanh");
        }

        @Override
        void backward(Tensor gradient, Tensor gate, Tensor target) {
            torch.gelu_backward_outf(gradient, gate, "tanh", target);
        }
    };

    abstract Tensor of(Tensor gate);

    /** Writes the derivative at the gate, given the one at the result, into the target. */
    abstract void backward(Tensor gradient, Tensor gate, Tensor target);
}
