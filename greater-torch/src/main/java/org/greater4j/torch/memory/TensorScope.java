package org.greater4j.torch.memory;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;

/**
 * A stretch of work after which every native object that it made is freed, but for those that were retained ({@link Owner#keep}).
 *
 * <p>A scope is a lambda and never a field: JavaCPP's scopes are a stack per thread, and a guard that outlives its block would free or
 * keep the wrong objects.
 */
public final class TensorScope {
    private TensorScope() {}

    /** Runs some work with gradients switched off and frees what it made. */
    public static <T> T call(Supplier<T> work) {
        return call(false, work);
    }

    /** Runs some work with gradients switched off and frees what it made. */
    public static void run(Runnable work) {
        call(false, () -> {
            work.run();
            return Boolean.TRUE;
        });
    }

    /** Runs some work whose operations are recorded for a backward pass, and frees what it made. */
    public static <T> T callWithGradient(Supplier<T> work) {
        return call(true, work);
    }

    /** Runs some work in a scope of its own, under the gradient mode in force, and hands its result to the scope around it. */
    @SuppressWarnings("try") // the scope is used by being open
    public static Tensor tensor(Supplier<Tensor> work) {
        Tensor result;
        try (PointerScope scope = new PointerScope()) {
            result = work.get();
            result.retainReference();
        }
        PointerScope outer = PointerScope.getInnerScope();
        if (outer != null) {
            outer.attach(result);
            result.releaseReference();
        }
        return result;
    }

    /**
     * Hands objects made in scopes within the present one to the present one, so that they live as long as it does; for use before it ends.
     *
     * @throws IllegalStateException if there is no scope
     */
    public static Consumer<Pointer> keeper() {
        PointerScope present = PointerScope.getInnerScope();
        if (present == null) {
            throw new IllegalStateException("expected to be called in a scope");
        }
        return present::attach;
    }

    @SuppressWarnings("try") // the scope is used by being open
    private static <T> T call(boolean gradient, Supplier<T> work) {
        NativeLibraries.unpack();
        try (PointerScope scope = new PointerScope();
                AutoGradMode mode = new AutoGradMode(gradient)) {
            return work.get();
        }
    }
}
