package org.greater4j.app.download;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response, taken chunk by chunk on the caller's thread.
 *
 * <p>The client's own input stream waits for ever on a server that goes silent; here every wait has an end, and an interrupt ends it at
 * once. One chunk is asked for at a time, so a slow disk slows the server down instead of filling the memory.
 */
final class BodyChunks implements BodySubscriber<BodyChunks>, AutoCloseable {

    private record Signal(
            @Nullable List<ByteBuffer> chunk, @Nullable Throwable failure) {}

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private @Nullable Subscription subscription;
    private boolean closed;

    @Override
    public CompletionStage<BodyChunks> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public synchronized void onSubscribe(Subscription newSubscription) {
        subscription = newSubscription;
        if (closed) {
            newSubscription.cancel();
        } else {
            newSubscription.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> chunk) {
        signals.add(new Signal(chunk, null));
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(new Signal(null, failure));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal(null, null));
    }

    /**
     * The next buffers, or null at the end of the body.
     *
     * @throws HttpTimeoutException if nothing comes in that time
     * @throws IOException if the connection broke
     */
    @Nullable
    List<ByteBuffer> next(Duration stallTimeout) throws IOException, InterruptedException {
        @Nullable Signal signal = signals.poll(stallTimeout.toMillis(), TimeUnit.MILLISECONDS);
        if (signal == null) {
            throw new HttpTimeoutException("no byte came for " + HttpProblems.seconds(stallTimeout));
        }
        if (signal.failure() != null) {
            throw signal.failure() instanceof IOException broken ? broken : new IOException(signal.failure());
        }
        if (signal.chunk() != null) {
            request();
        }
        return signal.chunk();
    }

    private synchronized void request() {
        if (subscription != null) {
            subscription.request(1);
        }
    }

    /** Gives up what has not come yet; of a response that was read to its end, nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
