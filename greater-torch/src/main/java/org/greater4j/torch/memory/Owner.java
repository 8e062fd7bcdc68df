package org.greater4j.torch.memory;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** The one owner of some tensors that outlive the scope they were made in; closing it frees them. */
public final class Owner implements AutoCloseable {
    private final List<Tensor> tensors = new ArrayList<>();

    /** Takes a tensor out of the current scope. */
    public Tensor keep(Tensor tensor) {
        tensor.retainReference();
        tensors.add(tensor);
        return tensor;
    }

    @Override
    public void close() {
        for (Tensor tensor : tensors) {
            tensor.releaseReference();
        }
        tensors.clear();
    }
}
