package org.greater4j.torch.memory;

import org.bytedeco.javacpp.Pointer;

/** Native objects that are alive: what a search holds of them must not grow from step to step. */
public final class NativeObjects {
    private NativeObjects() {}

    /** As many as this process has made and not yet freed. */
    public static long count() {
        return Pointer.totalCount();
    }
}
