package org.greater4j.torch.memory;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/** The one owner of some native objects that outlive the scope they were made in; closing it frees them. */
public final class Owner implements AutoCloseable {
    private final List<Pointer> kept = new ArrayList<>();

    /** Takes a tensor or another native object out of the current scope. */
    public <T extends Pointer> T keep(T object) {
        object.retainReference();
        kept.add(object);
        return object;
    }

    @Override
    public void close() {
        for (Pointer object : kept) {
            object.releaseReference();
        }
        kept.clear();
    }
}
