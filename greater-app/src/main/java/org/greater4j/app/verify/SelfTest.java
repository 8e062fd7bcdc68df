package org.greater4j.app.verify;

import java.util.List;
import org.greater4j.torch.session.RandomModel;

/**
 * A check of the engine that needs no file: a small model of random weights, whose logits, greedy tokens, losses and gradients were computed
 * by PyTorch and come with the program. It takes some seconds.
 */
public final class SelfTest {
    private SelfTest() {}

    /** Computes them on this machine, by both sessions; the engine being wrong is no exception. */
    public static List<Check> run() {
        return ModelFolder.verify(ExpectedFile.ofResource("self-test.json"), RandomModel::selfTest);
    }
}
