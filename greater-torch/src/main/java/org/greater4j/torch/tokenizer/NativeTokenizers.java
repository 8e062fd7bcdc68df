package org.greater4j.torch.tokenizer;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/**
 * Hugging Face's native library, loaded once from the jar that carries it.
 *
 * <p>DJL's own class above it is passed by: it reports its use to its makers on their cloud's machines, and fetches every detail of an
 * encoding (token texts, spans, masks) where only ids are wanted.
 */
public final class NativeTokenizers {
    private static final String OFFLINE = "ai.djl.offline";

    private NativeTokenizers() {}

    /**
     * Loads the library; once it is there, this does nothing.
     *
     * @throws GreaterException ({@code UNSUPPORTED_DEVICE}) if it can't be loaded
     */
    public static void load() {
        library();
    }

    static TokenizersLibrary library() {
        return Holder.LIBRARY;
    }

    private static final class Holder {
        static final TokenizersLibrary LIBRARY = load();

        private static TokenizersLibrary load() {
            // On a machine with a GPU the loader would download a build for it, unless it is told to be offline.
            String before = System.getProperty(OFFLINE);
            System.setProperty(OFFLINE, "true");
            try {
                LibUtils.checkStatus();
                return TokenizersLibrary.LIB;
            } catch (RuntimeException | UnsatisfiedLinkError e) {
                throw new GreaterException(
                        ErrorCode.UNSUPPORTED_DEVICE,
                        "Tokenizer: the native library can't be loaded on " + System.getProperty("os.name") + " "
                                + System.getProperty("os.arch") + ": " + e.getMessage()
                                + "; it is unpacked to DJL_CACHE_DIR (by default ~/.djl.ai), which must be writable",
                        e);
            } finally {
                if (before == null) {
                    System.clearProperty(OFFLINE);
                } else {
                    System.setProperty(OFFLINE, before);
                }
            }
        }
    }
}
