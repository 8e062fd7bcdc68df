package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessEndTest {
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;

    @Test
    void noDestructorRunsWhenWorkIsGivenUp() throws IOException, InterruptedException {
        assumeTrue(Platform.isLinux(), "not tested: destructors are registered as the C library of Linux does it");
        Path errors = folder.resolve("errors.txt");
        Process process = CommandProcess.start(errors, EndingProcess.class, List.of());
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isEqualTo(Failure.INTERRUPTED);
    }

    /** A process whose destructors abort it. */
    static final class EndingProcess {
        private EndingProcess() {}

        public static void main(String[] words) {
            NativeLibrary library = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME);
            Function abort = library.getFunction("abort");
            Function atExit = library.getFunction("__cxa_atexit");
            assertThat(atExit.invokeInt(new Object[] {abort, null, null})).isZero();
            ProcessEnd.prepare();
            ProcessEnd.now(Failure.INTERRUPTED);
        }
    }
}
