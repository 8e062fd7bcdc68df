package org.greater4j.torch.session;

import java.io.IOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import org.greater4j.torch.memory.NativeLibraries;
import org.greater4j.torch.tokenizer.NativeTokenizers;

/**
 * The native libraries of the engine, as they are found on this machine.
 *
 * @param libtorch its version
 * @param threads that it computes with
 * @param instructions the processor's that it chooses, such as {@code AVX512}
 */
public record EngineLibraries(String libtorch, int threads, String instructions) {
    /**
     * Loads libtorch, which may be unpacked first.
     *
     * @throws LinkageError if it can't be
     * @throws org.greater4j.error.GreaterException ({@code NOT_WRITABLE}) if it can't be unpacked
     */
    public static EngineLibraries loadEngine() {
        NativeLibraries.unpack();
        return new EngineLibraries(
                version(), torch.get_num_threads(), torch.get_cpu_capability().getString());
    }

    /**
     * Loads the tokenizers' library, which may be unpacked first.
     *
     * @throws org.greater4j.error.GreaterException ({@code UNSUPPORTED_DEVICE}) if it can't be
     */
    public static void loadTokenizers() {
        NativeTokenizers.load();
    }

    static String version() {
        try {
            return Loader.getVersion("org.bytedeco", "pytorch");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
