package org.greater4j.app.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DownloadLockTest {
    @TempDir
    private Path folder;

    /** A second Java process that holds a lock until its input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            DownloadLock lock = DownloadLock.acquire(Path.of(arguments[0]), DownloadListener.none());
            System.out.println("held");
            while (System.in.read() >= 0) {
                // Whatever comes, it is not the end.
            }
            lock.release();
        }
    }

    @Test
    void waitsForAnotherProcess() throws Exception {
        Path lockFile = folder.resolve("lock");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classes = System.getProperty("java.class.path");
        Process holder = new ProcessBuilder(
                        java.toString(), "-cp", classes, Holder.class.getName(), lockFile.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(output.readLine()).isEqualTo("held");
            List<DownloadEvent> events = new CopyOnWriteArrayList<>();
            CompletableFuture<DownloadLock> lock = CompletableFuture.supplyAsync(() -> {
                try {
                    return DownloadLock.acquire(lockFile, events::add);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            while (events.isEmpty()) {
                Thread.sleep(10);
            }
            assertThat(lock).isNotDone();
            holder.getOutputStream().close();
            lock.get(30, TimeUnit.SECONDS).release();
            assertThat(events).containsExactly(new DownloadEvent.WaitingForOther(lockFile));
        } finally {
            holder.destroyForcibly();
        }
    }
}
