package org.greater4j.cli;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the process under native calls that are still running.
 *
 * <p>{@link System#exit} and {@link Runtime#halt} both end in C's {@code exit}, which runs the destructors of libtorch and of its threads'
 * libraries: under a call that computes, that ends in a segmentation fault. {@code _exit} runs none.
 */
final class ProcessEnd {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessEnd.class);

    private static volatile @Nullable Function exit;

    private ProcessEnd() {}

    /** Begins to {@link #prepare}, beside the work: it takes a tenth of a second. */
    static void prepareMeanwhile() {
        if (exit == null) {
            Thread thread = new Thread(ProcessEnd::prepare, "process end");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Looks {@code _exit} up, while there is time for it and a disk to unpack a library to. */
    static synchronized void prepare() {
        if (exit != null) {
            return;
        }
        try {
            exit = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction("_exit");
        } catch (LinkageError | RuntimeException e) {
            // a folder where nothing may be executed, say: then a process that is given up may crash at its very end
            LOG.debug("looking up _exit", e);
        }
    }

    /** Ends the process now. All that is to be written must be written. */
    static void now(int exitCode) {
        Function found = exit;
        if (found != null) {
            found.invokeVoid(new Object[] {exitCode});
        }
        Runtime.getRuntime().halt(exitCode);
    }
}
